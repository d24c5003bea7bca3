import fc from '../support/fast-check';
import type { PlacedService } from '../../src/catalog/placement';
import { findPlacedService } from '../fixtures/stack/index';
import { join } from 'node:path';
import { InvalidInput } from '../../src/findings/invalid-input';
import { readPlan, reviewCommand } from '../../src/design-review/command';
import { readNotation } from '../../src/design-review/notation';

const message = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  return 'was read';
};

/** As a learner would paste it. */
const PASTED = `I'm adding metrics to my Order API. Here's my current plan:

Counter: order_api_requests_total (method, endpoint, status, user_id)
Histogram: order_api_request_duration_seconds (method, endpoint)
Gauge: order_api_active_connections

Review this design. Are there any problems?
`;

describe('the notation', () => {
  it('is read out of the prose around it', () => {
    expect(readNotation('plan.txt', PASTED)).toEqual({
      source: 'plan.txt',
      metrics: [
        {
          name: 'order_api_requests_total',
          kind: 'counter',
          labels: [{ name: 'method' }, { name: 'endpoint' }, { name: 'status' }, { name: 'user_id' }],
          line: 3,
        },
        {
          name: 'order_api_request_duration_seconds',
          kind: 'histogram',
          labels: [{ name: 'method' }, { name: 'endpoint' }],
          line: 4,
        },
        { name: 'order_api_active_connections', kind: 'gauge', labels: [], line: 5 },
      ],
      prose: [1, 7],
      unread: [],
    });
  });

  it.each([
    '- Counter: a_total (b, c)',
    '  * `Counter: a_total (b, c)`',
    '3. **Counter**: `a_total` (b, c,)',
    'counter:a_total{b,c}',
    'COUNTER : a_total ( b , c ) # what fails',
    'Counter: a_total (b, c) - what fails',
    'Counter: a_total (b, c) // what fails',
    'Counter a_total (b, c)',
    'Counter - a_total (b, c)',
    'Counter: a_total with labels b, c',
    'Counter: a_total with the labels b and c',
    'Counter: a_total labels=[b, c] - what fails',
    'a_total (Counter) - labels: b, c',
    'Counter: a_total\n  labels: b, c',
    'a_total (counter): b, c',
    'a_total: counter (b, c)',
    'a_total counter - what fails\nlabels: b, c',
    '### a_total (Counter)\n- labels: b, c',
    '| Counter | a_total | b, c |',
    '| `a_total` | Counter | b, c |',
    '| Name | Help | Type | Labels |\n|---|:--|---|---|\n| a_total | What fails | counter | b, c |',
    '# Metrics\r\nCounter: a_total (b, c)\r\n',
  ])('%j is a counter with two labels', (text) => {
    expect(readNotation('-', text).metrics).toMatchObject([
      { name: 'a_total', kind: 'counter', labels: [{ name: 'b' }, { name: 'c' }] },
    ]);
  });

  it.each([
    'Histogram: a_seconds (b) [0.1, 1]',
    'Histogram: a_seconds (b) buckets=[0.1, 1, +Inf]',
    'Histogram: a_seconds (b) buckets: 0.1, 1',
    'Histogram: a_seconds (b) Buckets (0.1, 1.0)',
  ])('%j has two buckets', (text) => {
    expect(readNotation('-', text).metrics[0]).toMatchObject({ labels: [{ name: 'b' }], buckets: [0.1, 1] });
  });

  it.each([
    'Counters: a_total, b_total',
    'counters: a_total and b_total - what fails',
    'Counter: a_total\nCounter: b_total',
    '| Kind | Metric | Labels |\n| counter | a_total | - |\n| counter | b_total | none |',
  ])('%j are two counters', (text) => {
    expect(readNotation('-', text).metrics).toMatchObject([
      { name: 'a_total', kind: 'counter', labels: [] },
      { name: 'b_total', kind: 'counter', labels: [] },
    ]);
  });

  it('keeps the colons and bars of values', () => {
    const values = { kind: 'one of', values: ['/orders', '/orders/:id', 'other'] };
    for (const text of [
      'Counter: a_total (endpoint=/orders|/orders/:id|other)',
      '| Counter | a_total | endpoint=/orders\\|/orders/:id\\|other |',
    ])
      expect(readNotation('-', text).metrics[0]?.labels).toEqual([{ name: 'endpoint', values }]);
  });

  it('reads on behind a line that it cannot read', () => {
    const { metrics, unread, prose } = readNotation('-', 'Counter: a_total (b\nGauge: a_depth\nthat is all');
    expect(metrics.map(({ name }) => name)).toEqual(['a_depth']);
    expect(unread).toMatchObject([{ line: 1, message: 'unexpected text after the metric' }]);
    expect(prose).toEqual([3]);
  });

  it.each([
    'A counter per tenant.',
    'Summary: all of it',
    'Service: order_api',
    'We use http_requests here',
    '| a | b |',
  ])('%j is prose', (text) => {
    expect(readNotation('-', `Gauge: a_depth\n${text}`)).toMatchObject({ prose: [2], unread: [] });
  });

  it('can list the values of a label', () => {
    expect(readNotation('-', 'Gauge: a (b=x|"y", c)').metrics[0]?.labels).toEqual([
      { name: 'b', values: { kind: 'one of', values: ['x', 'y'] } },
      { name: 'c' },
    ]);
  });

  it.each([
    [
      'Conter: a_total (b)',
      'plan plan.txt: unknown kind of metric (line 1: "Conter"). Use one of Counter, Gauge, Histogram, Summary.',
    ],
    [
      '\nCounter: requests per second',
      'plan plan.txt: no name follows the kind (line 2: "requests per second"). Write Counter: name (label, label).',
    ],
    [
      'Counter: a_total (b',
      'plan plan.txt: unexpected text after the metric (line 1: "(b"). Write labels in (), buckets in [], and remarks after " - ".',
    ],
    [
      'Counter: a_total (b,,c)',
      'plan plan.txt: empty label (line 1: ""). Name each label, separated by commas.',
    ],
    [
      'Gauge: a (b=x|x)',
      'plan plan.txt: the values of label b are empty or duplicate (line 1: "x|x"). Give each value once, separated by |.',
    ],
    [
      'Histogram: a_seconds [fast, slow]',
      'plan plan.txt: a bucket is not a number (line 1: "fast"). List upper bounds, e.g. [0.1, 0.25, 1].',
    ],
    [
      'Counter: a_total (method=~"GET|POST")',
      'plan plan.txt: the values of label method are a query matcher instead of a list (line 1: "method=~\\"GET|POST\\""). Write method=GET|POST.',
    ],
    [
      'Counter: a_total (method = [GET, POST])',
      'plan plan.txt: the values of label method are in brackets (line 1: "method = [GET, POST"). Write method=GET|POST.',
    ],
    [
      'Counter: a_total with labels method for each call',
      'plan plan.txt: a label has several words (line 1: "method for each call"). Separate labels by commas, and put remarks after " - ".',
    ],
    [
      'Counters: a_total, what fails',
      'plan plan.txt: unexpected text after the metric (line 1: ", what fails"). Separate metrics by commas, or write one a line.',
    ],
    [
      'Counter: a_total - what fails. Labels: b',
      'plan plan.txt: labels or buckets follow a remark (line 1: "- what fails. Labels: b"). Write them in front of it.',
    ],
    [
      'queue_gauge',
      'plan plan.txt: the kind of the metric is missing (line 1: "queue_gauge"). Write it as "Counter: a_requests_total (method, status)".',
    ],
    [
      'The gauge is queue_depth',
      'plan plan.txt: unsupported form of a metric (line 1: "The gauge is queue_depth"). Write it as "Counter: a_requests_total (method, status)".',
    ],
    [
      'a_total (user_id)\nqueue_depth',
      'plan plan.txt: the kind of the metric is missing (line 1: "a_total (user_id)"). Write it as "Counter: a_requests_total (method, status)".\n' +
        'plan plan.txt: the kind of the metric is missing (line 2: "queue_depth"). Write it as "Counter: a_requests_total (method, status)".',
    ],
    [
      '| a_total | method |',
      'plan plan.txt: the row has no kind of metric (line 1: "| a_total | method |"). Write | Counter | a_requests_total | method, status |.',
    ],
    [
      '| Counter |  |',
      'plan plan.txt: the row has no name (line 1: "| Counter | |"). Write | Counter | a_requests_total | method, status |.',
    ],
    [
      'hello',
      'plan plan.txt: no metric found (text: "hello"). Write lines like "Counter: orders_requests_total (method, status)", a contract in JSON, or a /metrics page.',
    ],
    [
      '',
      'plan plan.txt: no metric found (text: ""). Write lines like "Counter: orders_requests_total (method, status)", a contract in JSON, or a /metrics page.',
    ],
  ])('%j is refused in one sentence', (text, sentence) => {
    expect(message(() => readPlan('plan.txt', text))).toBe(sentence);
  });

  it('is read or refused, whatever it is', () => {
    const part = fc.constantFrom(
      'Counter',
      'Gauge',
      ':',
      ' ',
      'a_b',
      '(',
      ')',
      '[',
      ']',
      ',',
      '=',
      '|',
      '1',
      '\n',
      '-',
      '`',
      '#',
      '{',
      '}',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(message(() => readPlan('plan.txt', parts.join('')))).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a contract in JSON', () => {
  const json = (metric: object) => JSON.stringify({ metrics: [metric] });

  it('has labels with their values, or by name alone', () => {
    const plan = readPlan(
      'contract.json',
      JSON.stringify({
        metrics: [
          { name: 'a_total', type: 'counter', help: 'What', labels: ['b'] },
          {
            name: 'a_seconds',
            type: 'histogram',
            unit: 'seconds',
            labels: { b: ['x', 'y'], c: { pattern: '\\d{3}', atMost: 12 }, d: { unbounded: 'one each' } },
            buckets: [0.1, 1],
          },
        ],
      }),
    );
    expect(plan.metrics).toEqual([
      { name: 'a_total', kind: 'counter', help: 'What', labels: [{ name: 'b' }] },
      {
        name: 'a_seconds',
        kind: 'histogram',
        help: '',
        unit: 'seconds',
        labels: [
          { name: 'b', values: { kind: 'one of', values: ['x', 'y'] } },
          { name: 'c', values: { kind: 'pattern', pattern: '\\d{3}', atMost: 12 } },
          { name: 'd', values: { kind: 'unbounded', because: 'one each' } },
        ],
        buckets: [0.1, 1],
      },
    ]);
  });

  it.each([
    [
      '{"metrics":',
      /^contract c\.json: invalid JSON: .* \(text: "\{\\"metrics\\":"\)\. Fix the JSON syntax\.$/,
    ],
    ['{"metrics":[]}', 'contract c.json: empty (metrics: []). Describe at least one metric.'],
    ['{}', 'contract c.json: required field is missing (metrics). Give an array.'],
    [
      json({ name: 'a', type: 'counter', label: [] }),
      'contract c.json: unknown field (metrics[0].label: []). Use one of name, type, help, unit, labels, buckets.',
    ],
    [
      json({ name: 'a', type: 'meter' }),
      'contract c.json: not one of the allowed values (metrics[0].type: "meter"). Use one of counter, gauge, histogram, summary.',
    ],
    [json({ name: '', type: 'gauge' }), 'contract c.json: empty (metrics[0].name: ""). Write something.'],
    [
      json({ name: 'a', type: 'gauge', labels: { b: { pattern: '(', atMost: 1 } } }),
      /^label values: invalid RE2 regular expression: .*$/,
    ],
    [
      json({ name: 'a', type: 'gauge', labels: { b: { pattern: 'x', atMost: 0 } } }),
      'contract c.json: below 1 (metrics[0].labels.b.atMost: 0). Count the values.',
    ],
  ])('%j is refused in one sentence', (text, sentence) => {
    expect(message(() => readPlan('c.json', text))).toMatch(sentence);
  });
});

describe('a page', () => {
  const folder = join(__dirname, '..', 'page-check', 'pages');

  it.each(['python-task-ids.txt', 'python-task-ids.openmetrics.txt'])(
    '%s shows what its service designed',
    async (page) => {
      const { findings, notes } = await reviewCommand({ plan: join(folder, page) });
      expect(
        findings
          .filter(({ severity }) => severity === 'error')
          .map(({ resource, path: field }) => `${resource} ${field}`),
      ).toEqual([
        'metric order_api_requests_total label endpoint',
        'metric order_api_request_duration_seconds label endpoint',
      ]);
      expect(notes?.[0]).toBe(
        `Reviewed 2 metrics of ${join(folder, page)}: 30 series a target without the labels that grow.`,
      );
    },
  );

  it("is not reviewed when Prometheus refuses it, or when nothing on it is the service's own", () => {
    expect(message(() => readPlan('page.txt', '# TYPE a gauge\na one\n'))).toBe(
      'page page.txt: the value is not a number (line 2: "one"). Write a decimal number, +Inf, -Inf or NaN.',
    );
    expect(message(() => readPlan('page.txt', '# TYPE go_goroutines gauge\ngo_goroutines 1\n'))).toBe(
      'page page.txt: the page has no metrics apart from those of the runtime (metrics: 1). Read the page of a service that exposes metrics of its own.',
    );
  });
});

describe('the command', () => {
  const pasted = () => Promise.resolve({ text: PASTED });

  it('reviews a plan, and says what it assumed and left out', async () => {
    const report = await reviewCommand({ plan: '-' }, pasted);
    expect(report.findings.map(({ check, severity }) => `${severity} ${check}`)).toEqual([
      'error label-unbounded',
      'info label-route',
      'info label-route',
      'info label-endpoint',
      'info buckets-stated',
      'info signal-in-flight',
      'info signal-build-info',
    ]);
    expect(report.findings[0]).toMatchObject({
      resource: 'metric order_api_requests_total',
      message:
        'label user_id is unbounded: an assumed 10,000 users make 6,000,000 series out of 600, with method 5, endpoint 10, status 12 assumed',
      at: { file: '-', line: 3 },
    });
    expect(report.notes).toEqual([
      'Reviewed 3 metrics of -: 1,301 series a target without the labels that grow.',
      'Not read as metrics: lines 1, 7.',
      'The check of buckets against a latency objective was skipped: give --slo-threshold.',
    ]);
  });

  it('takes the threshold that is given, or those of a service', async () => {
    const text = 'Histogram: order_api_request_duration_seconds [0.1, 0.3]';
    const missed = async (args: { readonly sloThreshold?: number; readonly service?: PlacedService }) =>
      (await reviewCommand({ plan: '-', ...args }, () => Promise.resolve({ text }))).findings
        .filter(({ check }) => check === 'buckets-threshold')
        .map(({ expected }) => expected);
    expect(await missed({})).toEqual([]);
    expect(await missed({ sloThreshold: 0.2 })).toEqual(['a bound at 0.2']);
    expect(await missed({ service: findPlacedService('order-api', 'dev') })).toEqual(['a bound at 0.25']);
  });

  it('reviews the contract of a service', async () => {
    const { notes } = await reviewCommand({ service: findPlacedService('order-api', 'dev') });
    expect(notes).toEqual([
      'Reviewed 4 metrics of contract of order-api: 377 series a target without the labels that grow.',
    ]);
  });

  it('says in one sentence what it cannot do', async () => {
    await expect(reviewCommand({})).rejects.toThrow(
      'review: nothing to review (plan). Give a file, a URL, - for standard input, or --service with the name of a service.',
    );
    await expect(reviewCommand({ plan: '-', sloThreshold: 0 }, pasted)).rejects.toThrow(
      'review: not a duration above 0 (--slo-threshold: 0). Give seconds, e.g. 0.25.',
    );
  });
});
