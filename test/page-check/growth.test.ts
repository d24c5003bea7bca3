import { edited, found, report, RIGHT, SAMPLE } from './right-page';

/** The counter once for each value of one label. */
const requestsBy = (label: (value: string) => string, values: readonly string[]) =>
  edited(SAMPLE, values.map((value) => `order_api_requests_total{${label(value)}} 5\n`).join(''));

const RIGHT_LABELS = 'method="GET",endpoint="/orders",status="200"';
const words = Array.from({ length: 11 }, (_item, index) => `user${'abcdefghijk'[index]}`);

const about = (page: string) =>
  found(report(page))
    .filter(({ is }) => !is.endsWith('series-count'))
    .map(({ is, says, found: value }) => [is, says, value]);

describe('a label without a bound', () => {
  const users = (values: readonly string[]) =>
    about(requestsBy((value) => `${RIGHT_LABELS},user_id="${value}"`, values));

  it('counts as growing with more than ten values', () => {
    expect(users(words)).toEqual([
      [
        'error extra-label',
        'metric order_api_requests_total: label user_id label user_id is not in the contract and grows, and every new value is a new series: 11 values so far',
        'usera, userb, userc, userd, usere and 6 more',
      ],
    ]);
  });

  it('counts as growing with two values that are ids', () => {
    expect(
      users(['3fa85f64-5717-4562-b3fc-2c963f66afa6', '3fa85f64-5717-4562-b3fc-2c963f66afa7'])[0]?.[0],
    ).toBe('error extra-label');
  });

  it('is a warning with a few words or codes', () => {
    expect(users(words.slice(0, 10))[0]?.[0]).toBe('warning extra-label');
    expect(users(['200', '404'])[0]?.[0]).toBe('warning extra-label');
  });
});

test('a label of the contract counts as growing with values beyond it', () => {
  const methods = (values: readonly string[]) =>
    about(requestsBy((value) => `method="${value}",endpoint="/orders",status="200"`, values));
  expect(methods(words)).toEqual([
    [
      'error label-values',
      'metric order_api_requests_total: label method label method has 11 values that the contract does not allow, and more with time, which affects no rule',
      'usera, userb, userc, userd, usere and 6 more',
    ],
  ]);
  expect(methods(words.slice(0, 10))[0]?.[0]).toBe('warning label-values');
});

describe('the same mistake in many lines is one finding', () => {
  it('when every line ends in a carriage return, and checks of metrics are skipped', () => {
    const { findings, unknown, checks } = report(RIGHT.replaceAll('\n', '\r\n'));
    expect(findings.map(({ check, message: problem, fix }) => [check, problem, fix])).toEqual([
      [
        'page-syntax',
        expect.stringMatching(
          /^unknown type in the text format \(the same in lines 3, 5, 6 and 6 more\), so Prometheus rejects the whole page, which disables OrderApi/,
        ),
        'end lines in \\n alone: a carriage return becomes part of what is before it',
      ],
    ]);
    expect(unknown).toHaveLength(checks.length - 2);
    expect(unknown?.[0]?.missing).toBe(
      'the page was not read to its end: correct what keeps it from being read',
    );
  });

  it('when a series is duplicated', () => {
    expect(about(edited(SAMPLE, SAMPLE.repeat(3)))).toEqual([
      [
        'warning page-structure',
        'page page.txt: line 4 repeats the series of line 3, so that Prometheus drops one (the same in line 5)',
        'order_api_requests_total',
      ],
    ]);
  });

  it('whose sentence counts recording rules, while its data lists them', () => {
    const [finding] = report(edited(/.*order_api_requests_total.*\n/, '')).findings;
    expect(finding?.message).not.toContain('order_api:');
    expect(finding?.message).toMatch(
      /^the metric is not on the page, which disables OrderApi.* and \d\d recording rules, and distorts /,
    );
    expect(finding?.impact.disables).toContain('order_api:requests:rate5m');
  });
});

test('an infinite count is invalid', () => {
  expect(about(edited(SAMPLE, SAMPLE.replace(' 5', ' +Inf')))).toEqual([
    ['warning page-structure', 'page page.txt: line 3 a count must be a finite number from 0', Infinity],
  ]);
});

test('a metric that only dashboards read is reported with them', () => {
  expect(about(edited(/.*order_api_requests_in_flight.*\n/, ''))[0]?.[1]).toBe(
    'metric order_api_requests_in_flight: name the metric is not on the page, which affects no rule, and leaves dashboards without requests in flight',
  );
});
