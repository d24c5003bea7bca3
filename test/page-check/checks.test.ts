import fc from '../support/fast-check';
import { pageChecks } from '../../src/page-check/checks/index';
import { factsOf } from '../../src/page-check/facts';
import type { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { pageCheckReport } from '../../src/page-check/command';
import { BUCKET, edited, found, read, report, RIGHT, SAMPLE, service } from './right-page';

test('a page that matches the contract has no finding, read once or twice', () => {
  expect(report(RIGHT).findings).toEqual([]);
  expect(report(RIGHT, RIGHT.replaceAll(' 5\n', ' 6\n')).findings).toEqual([]);
  expect(report(RIGHT).notes).toEqual([
    'Compared 17 series of page.txt (text) with the contract of order-api.',
    'The page was read once, so the check that counters only rise was skipped: give --interval, or a second page.',
  ]);
  expect(report(RIGHT, RIGHT).notes).toHaveLength(1);
});

const LATENCY_RULES = 'order_api:latency_p95:5m, order_api:latency_p50:5m and order_api:latency_p99:5m';
const METHODS = 'GET, POST, PATCH, DELETE, other';

test.each<[string, string, ReturnType<typeof found>[number]]>([
  [
    'a line that cannot be read',
    `${RIGHT}oops one\n`,
    {
      is: 'error page-syntax',
      says: expect.stringMatching(
        /^page page.txt: line 26 the value is not a number, so Prometheus rejects the whole page, which disables OrderApi.*OrderApiErrorBudgetBurn\{slo="latency"\} and \d\d recording rules, and distorts OrderApi/,
      ),
      found: 'one',
      expected: 'the text format 0.0.4',
      fix: 'write a decimal number, +Inf, -Inf or NaN',
      line: 26,
    },
  ],
  [
    'a line that not everybody can read',
    edited('in_flight 1\n', 'in_flight 1 \n'),
    {
      is: 'warning page-syntax',
      says: 'page page.txt: line 21 blank at the end of the line',
      found: ' ',
      expected: 'the text format 0.0.4',
      fix: 'end it behind the number: not every reader takes more',
      line: 21,
    },
  ],
  [
    'a series twice',
    edited(SAMPLE, SAMPLE + SAMPLE),
    {
      is: 'warning page-structure',
      says: 'page page.txt: line 4 repeats the series of line 3, so that Prometheus drops one',
      found: 'order_api_requests_total',
      expected: 'each series once, with buckets that add up',
      fix: 'add them up',
      line: 4,
    },
  ],
  [
    'a series twice, once with an empty label',
    edited(SAMPLE, SAMPLE + SAMPLE.replace('{', '{user="",')),
    {
      is: 'warning page-structure',
      says: 'page page.txt: line 4 repeats the series of line 3, so that Prometheus drops one',
      found: 'order_api_requests_total',
      expected: 'each series once, with buckets that add up',
      fix: 'add them up',
      line: 4,
    },
  ],
  [
    'a bucket twice, in two forms',
    edited(/(.*le=")1(".*\n)/, '$11$2$11.0$2'),
    {
      is: 'warning page-structure',
      says: 'page page.txt: line 13 writes the number of line 12 in another form, so that Prometheus 3 stores one series and drops this one',
      found: 'order_api_request_duration_seconds_bucket',
      expected: 'each series once, with buckets that add up',
      fix: 'write each bound and quantile once',
      line: 13,
    },
  ],
  [
    'a metric that no rule reads is missing',
    edited(/# .* order_api_build_info.*\n|order_api_build_info.*\n/, ''),
    {
      is: 'warning missing-metric',
      says: 'metric order_api_build_info: name the metric is not on the page, which affects no rule, and leaves dashboards without the versions that run',
      found: undefined,
      expected: 'a gauge of this name',
      fix: 'expose it, or take it out of the contract',
      line: undefined,
    },
  ],
  [
    'no series yet',
    edited(SAMPLE, ''),
    {
      is: 'warning no-series',
      says: 'metric order_api_requests_total: series the metric has no series yet, and a rate misses the first value of a new series',
      found: undefined,
      expected: 'series at 0 from the start for the labels that rules select',
      fix: 'initialise the label values when the process starts, or repeat the check after some requests',
      line: 1,
    },
  ],
  [
    'a counter that calls itself a gauge',
    edited('requests_total counter', 'requests_total gauge'),
    {
      is: 'error metric-type',
      says: expect.stringMatching(
        /^metric order_api_requests_total: type the type differs from the contract, which distorts OrderApi.* and \d\d recording rules$/,
      ),
      found: 'gauge',
      expected: 'counter',
      fix: "declare it as # TYPE order_api_requests_total counter, and use that type of the client library; if it only rises in a program that you cannot change, set typeOnPage: 'gauge' in the contract",
      line: 1,
    },
  ],
  [
    'no type',
    edited('# TYPE order_api_requests_total counter\n', ''),
    {
      is: 'warning metric-type',
      says: 'metric order_api_requests_total: type the type is not declared',
      found: 'unknown',
      expected: 'counter',
      fix: 'declare it as # TYPE order_api_requests_total counter',
      line: 1,
    },
  ],
  [
    'a label beyond the contract',
    edited('status="200"', 'status="200",user="7"'),
    {
      is: 'warning extra-label',
      says: 'metric order_api_requests_total: label user label user is not in the contract and multiplies the series: 1 value so far',
      found: 'user',
      expected: 'method, endpoint and status',
      fix: 'drop user, or add it to the contract with a bound',
      line: 3,
    },
  ],
  [
    'a label whose name every object of JavaScript has',
    edited('in_flight 1', 'in_flight{constructor="x"} 1'),
    {
      is: 'warning extra-label',
      says: 'metric order_api_requests_in_flight: label constructor label constructor is not in the contract and multiplies the series: 1 value so far',
      found: 'constructor',
      expected: 'no label',
      fix: 'drop constructor, or add it to the contract with a bound',
      line: 21,
    },
  ],
  [
    'a label of the target',
    edited('in_flight 1', 'in_flight{pod="x"} 1'),
    {
      is: 'warning extra-label',
      says: 'metric order_api_requests_in_flight: label pod label pod collides with the target label, so Prometheus stores it as exported_pod',
      found: 'pod',
      expected: 'no label',
      fix: 'drop pod, or rename it and add it to the contract with a bound',
      line: 21,
    },
  ],
  [
    'a value that is not in the list and that no rule reads',
    edited(SAMPLE, SAMPLE.replace('GET', 'get')),
    {
      is: 'warning label-values',
      says: 'metric order_api_requests_total: label method label method has a value that the contract does not allow, which affects no rule',
      found: 'get',
      expected: METHODS,
      fix: 'record one of the allowed values, or add it to the contract',
      line: 3,
    },
  ],
  [
    'values that the pattern does not match',
    edited(SAMPLE, SAMPLE.replace('200', 'OK') + SAMPLE.replace('200', 'error')),
    {
      is: 'error label-values',
      says: expect.stringMatching(
        /^metric order_api_requests_total: label status label status has 2 values that the contract does not allow, which distorts OrderApi.* and \d\d recording rules$/,
      ),
      found: 'OK and error',
      expected: 'what \\d{3} matches, at most 12',
      fix: 'record one of the allowed values, or add them to the contract',
      line: 3,
    },
  ],
  [
    'raw paths',
    edited(SAMPLE, SAMPLE.replace('/orders', '/orders/17') + SAMPLE.replace('/orders', '/orders/18')),
    {
      is: 'error label-values',
      says: expect.stringMatching(
        /^metric order_api_requests_total: label endpoint label endpoint holds raw values where a template belongs \(\/orders\/:id\): every new one is a new series, which distorts /,
      ),
      found: '/orders/17 and /orders/18',
      expected: '/orders, /orders/:id, unmatched',
      fix: 'record the route template (/orders, /orders/:id, unmatched), not the requested path',
      line: 3,
    },
  ],
  [
    'more values than the bound',
    edited(
      'order_api_build_info{version="1.2.3",revision="abc123"} 1\n',
      'order_api_build_info{version="1",revision="a"} 1\norder_api_build_info{version="1",revision="b"} 1\n',
    ),
    {
      is: 'error label-count',
      says: 'metric order_api_build_info: label revision label revision has 2 values, more than its bound of 1',
      found: 'a and b',
      expected: 'at most 1 value',
      fix: 'record fewer values, or raise atMost in the contract after estimating the cost of the series',
      line: 24,
    },
  ],
  [
    'a bucket that no rule names is missing',
    edited(BUCKET.replace('0.25', '0.5'), ''),
    {
      is: 'warning buckets',
      says: `metric order_api_request_duration_seconds: buckets buckets are missing: 0.5, which distorts ${LATENCY_RULES}`,
      found: [0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 5, 10],
      expected: '0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10',
      fix: 'give order_api_request_duration_seconds the buckets [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]',
      line: 6,
    },
  ],
  [
    'a bucket more',
    edited(BUCKET, BUCKET.replace('0.25', '0.2') + BUCKET),
    {
      is: 'warning buckets',
      says: 'metric order_api_request_duration_seconds: buckets bounds 0.2 are not in the contract, and each adds a series to every label set',
      found: [0.2],
      expected: '0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10',
      fix: 'drop them, or add them to the contract',
      line: 6,
    },
  ],
  [
    'a bucket in a form that rules do not match',
    edited('le="0.25"', 'le="2.5e-1"'),
    {
      is: 'warning buckets',
      says: expect.stringMatching(
        /^metric order_api_request_duration_seconds: buckets bounds are written as 2\.5e-1, which Prometheus 2 stores as text, which disables .*OrderApiErrorBudgetBurn\{slo="latency"\}/,
      ),
      found: ['2.5e-1'],
      expected: '0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10',
      fix: 'write bounds in plain decimals, as client libraries do',
      line: 6,
    },
  ],
  [
    'timestamps',
    edited('in_flight 1', 'in_flight 1 1500'),
    {
      is: 'warning timestamps',
      says: 'metric order_api_requests_in_flight: timestamp the service sets timestamps, so Prometheus does not notice when the series ends',
      found: 1.5,
      expected: 'no timestamp, so that the time of the scrape is used',
      fix: 'leave timestamps out',
      line: 21,
    },
  ],
  [
    'another help text',
    edited('Total HTTP requests', 'Requests'),
    {
      is: 'info help-text',
      says: 'metric order_api_requests_total: help the help text differs from the contract',
      found: 'Requests',
      expected: 'Total HTTP requests',
      fix: 'give order_api_requests_total this text, or change the contract',
      line: 1,
    },
  ],
  [
    'no help text',
    edited('# HELP order_api_requests_in_flight HTTP requests being handled right now\n', ''),
    {
      is: 'info help-text',
      says: 'metric order_api_requests_in_flight: help the help text is missing',
      found: undefined,
      expected: 'HTTP requests being handled right now',
      fix: 'give order_api_requests_in_flight this text, or change the contract',
      line: 19,
    },
  ],
  [
    'a metric beyond the contract',
    `${RIGHT}order_api_cache_hits_total 3\n`,
    {
      is: 'info beyond-contract',
      says: 'page page.txt: 1 metric with 1 series these metrics are not in the contract, and no rule reads them',
      found: 'order_api_cache_hits_total',
      expected: 'metrics of the contract, and those of the runtime',
      fix: 'add them to the contract to use them, or stop exposing them',
      line: 26,
    },
  ],
  [
    'when series were created',
    `${RIGHT}order_api_requests_created 3\n`,
    {
      is: 'info beyond-contract',
      says: 'page page.txt: 1 metric with 1 series no rule reads the creation times, and each is a series of its own',
      found: 'order_api_requests_created',
      expected: 'no _created series',
      fix: 'switch them off in the client library, e.g. PROMETHEUS_DISABLE_CREATED_SERIES=true for Python',
      line: 26,
    },
  ],
])('%s', (_what, page, finding) => {
  const others = (one: { readonly is: string }) => one.is !== 'warning series-count';
  expect(found(report(page)).filter(others)).toEqual([finding]);
});

test.each([
  ['bounds as Python writes them', edited(/le="(1|5|10)"/, 'le="$1.0"')],
  ['floats for counts', edited(/ 5\n/, ' 5.0\n')],
  ['a full stop behind the help text', edited('Total HTTP requests', 'Total HTTP requests.')],
  [
    'metrics of runtimes',
    `${RIGHT}go_goroutines 5\nnodejs_eventloop_lag_seconds 0.1\npython_info 1\njvm_info 1\n`,
  ],
  ['a status that the pattern matches', edited('status="200"', 'status="418"')],
])('%s are no difference', (_what, page) => {
  expect(report(page).findings).toEqual([]);
});

test('the same page in OpenMetrics matches the contract', () => {
  const page = RIGHT.replaceAll(/(HELP|TYPE) order_api_requests_total/g, '$1 order_api_requests').replace(
    /$/,
    '# EOF\n',
  );
  expect(report(page).findings).toEqual([]);
});

describe('the impact of a difference', () => {
  const impactsOf = (page: string, later?: string) =>
    report(page, later).findings.map(({ impact }) => impact);

  it('disables everything that counts requests when the counter is missing', () => {
    const [difference] = report(edited(/.*order_api_requests_total.*\n/, '')).findings;
    expect(difference).toMatchObject({
      code: 'missing-metric',
      check: 'missing-metric',
      severity: 'error',
      impact: {
        disables: expect.arrayContaining([
          'order_api:requests:rate5m',
          'order_api:errors:rate5m',
          'order_api:slo_error_budget:remaining{slo="availability"}',
          'OrderApiErrorBudgetBurn{slo="availability"}',
        ]),
        // It fires.
        distorts: expect.arrayContaining(['OrderApiSloDataMissing{slo="availability"}']),
        alerts: expect.arrayContaining([
          'OrderApiErrorBudgetBurn{slo="availability"}',
          'OrderApiSloDataMissing{slo="availability"}',
        ]),
      },
    });
    expect(JSON.stringify(difference?.impact)).not.toMatch(/latency|cpu_usage|OrderApiDown/);
  });

  it('comes with a new name for a counter without _total', () => {
    const page = RIGHT.replaceAll('order_api_requests_total', 'order_api_requests');
    expect(report(page).findings[0]).toMatchObject({
      check: 'missing-metric',
      found: 'order_api_requests',
      fix: 'rename order_api_requests to order_api_requests_total',
    });
  });

  it('distorts the error rate, which stays 0, when the label status is missing', () => {
    expect(found(report(edited(',status="200"', '')))).toEqual([
      {
        is: 'error missing-label',
        says: expect.stringMatching(
          /^metric order_api_requests_total: label status label status is missing on 1 of 1 series, which distorts OrderApi/,
        ),
        found: ['method', 'endpoint'],
        expected: 'the label status on every series',
        fix: 'set status wherever order_api_requests_total is recorded',
        line: 3,
      },
    ]);
  });

  it('distorts rules by endpoint, which have one group, when the label endpoint is missing', () => {
    expect(impactsOf(edited(SAMPLE, SAMPLE.replace('endpoint="/orders",', '')))).toMatchObject([
      {
        disables: [],
        distorts: expect.arrayContaining(['order_api:requests:rate5m', 'order_api:errors:rate5m']),
      },
    ]);
  });

  it('disables the latency objective when its bucket is missing', () => {
    const [impact] = impactsOf(edited(BUCKET, ''));
    expect(impact?.disables).toContain('OrderApiErrorBudgetBurn{slo="latency"}');
    expect(impact?.disables.join()).not.toContain('availability');
    expect(impact?.distorts).toEqual(
      expect.arrayContaining(['order_api:latency_p95:5m', 'OrderApiSloDataMissing{slo="latency"}']),
    );
  });

  it.each([
    ['gauge', 'gauge', []],
    ['untyped', 'untyped', []],
    ['gauge', 'counter', []],
    ['untyped', 'gauge', ['metric-type']],
  ] as const)(
    'has none of a counter stated as %s that the page declares as %s',
    (typeOnPage, type, codes) => {
      const { requests, ...others } = service.metrics as typeof orderApiMetrics;
      const stated = { ...service, metrics: { ...others, requests: { ...requests, typeOnPage } } };
      const page = type === 'counter' ? RIGHT : edited('requests_total counter', `requests_total ${type}`);
      expect(pageCheckReport(factsOf(stated, read(page))).findings.map(({ code }) => code)).toEqual(codes);
    },
  );

  it('disables the latency objective for a summary, which has no buckets', () => {
    const page = RIGHT.replace('seconds histogram', 'seconds summary').replaceAll(
      /.*_bucket\{.*,le="([\d.]+|\+Inf)"\}.*\n/g,
      '',
    );
    const [difference] = report(page).findings;
    expect(difference).toMatchObject({ check: 'metric-type', severity: 'error', found: 'summary' });
    expect(difference?.impact.disables).toEqual(
      expect.arrayContaining(['order_api:latency_p95:5m', 'OrderApiErrorBudgetBurn{slo="latency"}']),
    );
  });

  it.each([
    ['none', undefined],
    ['text/html', 'text/html'],
  ])('with the Content-Type %s, Prometheus 3 has nothing at all', (contentType, value) => {
    const [difference, ...others] = pageCheckReport(factsOf(service, read(RIGHT, contentType))).findings;
    expect(others).toEqual([]);
    expect(difference).toMatchObject({
      code: 'content-type',
      check: 'content-type',
      severity: 'error',
      path: 'Content-Type',
      message: expect.stringMatching(
        /^Prometheus 3 fails the scrape because of the Content-Type, which disables OrderApi/,
      ),
      found: value,
      expected: 'text/plain; version=0.0.4, or application/openmetrics-text; version=1.0.0',
      fix: 'send the content type that the client library gives, or set fallbackScrapeProtocol: PrometheusText0.0.4 on the ServiceMonitor',
    });
    expect(difference?.impact.disables).toContain('OrderApiErrorBudgetBurn{slo="availability"}');
  });

  it.each(['text/plain; version=0.0.4', 'application/openmetrics-text; version=1.0.0'])(
    '%s is right',
    (type) => {
      expect(pageCheckReport(factsOf(service, read(RIGHT, type))).findings).toEqual([]);
    },
  );
});

describe('the number of series', () => {
  const series = (count: number) =>
    RIGHT + Array.from({ length: count - 17 }, (_item, index) => `process_x{i="${index}"} 1\n`).join('');
  const says = (count: number) => found(report(series(count)));

  it('is compared with the budget', () => {
    expect(says(service.seriesBudget!)).toEqual([]);
    expect(says(578)).toEqual([
      {
        is: 'error series-count',
        says: 'page page.txt: series 578 series exceed the series budget, so its alert fires',
        found: 578,
        expected: 'at most 577',
        fix: 'bound the label that grows, or raise seriesBudget of the service',
        line: undefined,
      },
    ]);
  });

  it('has no limit without a series budget', () => {
    const { seriesBudget: _none, ...unlimited } = service;
    const { findings } = pageCheckReport(factsOf(unlimited, read(series(5000))));
    expect(findings.filter(({ path }) => path === 'series')).toEqual([]);
  });

  it('is compared with the sample limit, above which the scrape fails', () => {
    expect(says(1201)[0]).toMatchObject({
      says: expect.stringMatching(
        /^page page.txt: series 1201 series exceed the sample limit of the scrape, so Prometheus rejects the whole page, which disables /,
      ),
      expected: 'at most 1200',
    });
  });

  it('is compared with the bound of each metric', () => {
    const more = Array.from(
      { length: 2 },
      (_item, index) => `order_api_requests_in_flight{a="${index}"} 1\n`,
    );
    expect(found(report(RIGHT.replace('order_api_requests_in_flight 1\n', more.join('')))).at(-1)).toEqual({
      is: 'warning series-count',
      says: 'metric order_api_requests_in_flight: series 2 series are more than the labels and buckets of the contract allow',
      found: 2,
      expected: 'at most 1',
      fix: 'bound the label that grows, or count it in the contract',
      line: 21,
    });
  });
});

describe('counters only rise between two reads', () => {
  it('and one that fell distorts every rate', () => {
    expect(found(report(RIGHT, edited(SAMPLE, SAMPLE.replace(' 5', ' 4'))))).toEqual([
      {
        is: 'error counter-fell',
        says: expect.stringMatching(
          /^metric order_api_requests_total: value the counter fell from 5 to 4 although the process did not restart; every rate treats that as a restart, which distorts OrderApi/,
        ),
        found: 'order_api_requests_total{method="GET",endpoint="/orders",status="200"}',
        expected: 'a counter that only rises while the process lives',
        fix: 'count events rather than set a number; and read one pod, not a Service that picks another each time',
        line: 3,
      },
    ]);
  });

  it('including buckets, but not the sum', () => {
    const fell = RIGHT.replaceAll(/(_(?:bucket|count)\{.*) 5\n/g, '$1 4\n');
    expect(report(RIGHT, fell).findings.map(({ resource }) => resource)).toEqual([
      'metric order_api_request_duration_seconds',
    ]);
    expect(report(RIGHT, edited('} 0.5', '} 0.4')).findings).toEqual([]);
  });

  it('and a series that disappeared counts as fallen', () => {
    expect(report(RIGHT, edited(SAMPLE, '')).findings).toMatchObject([
      {
        message: expect.stringMatching(
          /^a series is missing from the later read although the process did not restart, which distorts /,
        ),
      },
    ]);
  });

  it('and without a start time the finding mentions a possible restart', () => {
    const [before, after] = [RIGHT, edited(SAMPLE, SAMPLE.replace(' 5', ' 4'))].map((page) =>
      page.replace('process_start_time_seconds 1000\n', ''),
    );
    expect(report(before!, after).findings[0]?.message).toMatch(
      /^the counter fell from 5 to 4, and without process_start_time_seconds a restart cannot be ruled out; every rate/,
    );
  });

  it('and a restarted process is not compared', () => {
    const later = RIGHT.replace('seconds 1000', 'seconds 2000').replaceAll(' 5\n', ' 1\n');
    expect(found(report(RIGHT, later))).toEqual([
      {
        is: 'info counter-fell',
        says: 'page page.txt: process_start_time_seconds the two reads come from different processes, whose counters cannot be compared',
        found: 2000,
        expected: '1000',
        fix: 'repeat the check against one pod rather than a Service in front of several',
        line: 25,
      },
    ]);
  });

  it('while gauges may fall', () => {
    expect(report(RIGHT, edited('in_flight 1', 'in_flight 0')).findings).toEqual([]);
  });
});

test('every check has a unique id, a question and a document', () => {
  const ids = pageChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(report(RIGHT).checks.map(({ id }) => id)).toEqual(ids);
  for (const { question, see } of pageChecks) {
    expect(question).toMatch(/\?$/);
    expect(see).toMatch(/^https:/);
  }
});

test('a page with generated mistakes is checked without an exception', () => {
  const lines = RIGHT.split('\n');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines)), fc.array(fc.constantFrom(...lines)), (one, two) => {
      for (const { message: problem, fix } of report(one.join('\n'), two.join('\n')).findings)
        expect(problem !== '' && fix !== '').toBe(true);
    }),
    { numRuns: 60 },
  );
});
