import { edited, found, report, RIGHT } from './right-page';

const NAME = 'order_api_request_duration_seconds';

const says = (page: string): readonly string[] =>
  found(report(page)).map(({ is, says: text }) => `${is}: ${text}`);

/** The right page with the same histogram for POST. */
const POST = RIGHT.split('\n')
  .filter((line) => line.startsWith(`${NAME}_`))
  .map((line) => line.replace('GET', 'POST'));
const BOTH = edited(
  `# HELP order_api_requests_in_flight`,
  `${POST.join('\n')}\n# HELP order_api_requests_in_flight`,
);

test('two label sets with all series match the contract', () => {
  expect(says(BOTH)).toEqual([]);
});

describe('a histogram that lacks series is an error', () => {
  it('without any bucket but +Inf', () => {
    const page = edited(/.*_bucket\{.*le="[\d.]+"\} 5\n/, '');
    expect(says(page)).toEqual([
      expect.stringMatching(
        /^error buckets: metric order_api_request_duration_seconds: buckets buckets are missing: 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, which disables OrderApiErrorBudgetBurn\{slo="latency"\}, /,
      ),
    ]);
  });

  it('without any bucket', () => {
    expect(found(report(edited(/.*_bucket\{.*\n/, '')))).toEqual([
      {
        is: 'error missing-series',
        says: expect.stringMatching(
          /^metric order_api_request_duration_seconds: series order_api_request_duration_seconds_bucket series are missing, which disables OrderApiErrorBudgetBurn\{slo="latency"\} and /,
        ),
        found: undefined,
        expected: `${NAME}_bucket, ${NAME}_count, ${NAME}_sum for every label set`,
        fix: 'let a client library write the histogram: it exposes all of its series together',
        line: 6,
      },
    ]);
  });

  it('without its count', () => {
    expect(says(edited(/.*seconds_count\{.*\n/, ''))).toEqual([
      expect.stringMatching(
        /^error missing-series: .*: series order_api_request_duration_seconds_count series are missing, which /,
      ),
    ]);
  });

  it('with its count alone', () => {
    expect(says(edited(/.*seconds_(bucket|sum)\{.*\n/, ''))).toEqual([
      expect.stringMatching(/^error missing-series: .*_bucket series are missing, which disables /),
      expect.stringMatching(/^warning missing-series: .*_sum series are missing, which affects no rule$/),
    ]);
  });

  it('with a metric of another type under its name', () => {
    expect(says(edited(/.*seconds_(bucket|sum|count)\{.*\n/, `${NAME} 5\n`))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^error missing-series: .*_bucket series are missing, which disables /),
        expect.stringMatching(/^error missing-series: .*_count series are missing, which /),
      ]),
    );
  });
});

describe('label sets are compared one by one', () => {
  const without = (pattern: RegExp) => {
    const page = BOTH.replace(pattern, '');
    expect(page).not.toBe(BOTH);
    return found(report(page));
  };

  it('when one lacks the bucket of the objective', () => {
    expect(without(/.*POST.*le="0.25"\} 5\n/)).toEqual([
      {
        is: 'error buckets',
        says: expect.stringMatching(
          /^metric order_api_request_duration_seconds: buckets buckets are missing: 0.25 on 1 of 2 label sets, which distorts .*OrderApiErrorBudgetBurn\{slo="latency"\}/,
        ),
        found: [0.01, 0.025, 0.05, 0.1, 0.5, 1, 2.5, 5, 10],
        expected: '0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10',
        fix: `give ${NAME} the buckets [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]`,
        line: 19,
      },
    ]);
  });

  it('when one writes a bound in another notation', () => {
    const page = BOTH.replace(/(.*POST.*)le="0.25"/, '$1le="2.5e-1"');
    expect(says(page)).toEqual([
      expect.stringMatching(
        /^warning buckets: .* are written as 2\.5e-1, which Prometheus 2 stores as text, which distorts .*OrderApiErrorBudgetBurn\{slo="latency"\}/,
      ),
    ]);
  });

  it('and it is an error where no TYPE line lets Prometheus 3 rewrite it', () => {
    const page = edited('le="0.25"', 'le="2.5e-1"').replace(/# TYPE .* histogram\n/, '');
    expect(says(page)).toContainEqual(
      expect.stringMatching(
        /^error buckets: .* are written as 2\.5e-1, which Prometheus stores as text, which disables /,
      ),
    );
  });

  it.each([
    ['count', /.*seconds_count\{.*POST.*\n/],
    ['bucket', /.*seconds_bucket\{.*POST.*\n/g],
  ])('when one lacks its %s', (suffix, pattern) => {
    expect(without(pattern)).toMatchObject([
      {
        is: 'error missing-series',
        says: expect.stringContaining(
          `series ${NAME}_${suffix} series are missing on 1 of 2 label sets, which `,
        ),
        found: '{method="POST",endpoint="/orders"}',
      },
    ]);
  });
});
