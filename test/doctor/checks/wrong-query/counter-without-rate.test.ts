import { check } from '../../../../src/doctor/checks/wrong-query/counter-without-rate';
import { alert, inForeign, inShop, panel, problemsIn, recording, rules } from '../../expressions/shop';

it('finds a counter that is compared with a number', () => {
  expect(inShop(check, rules(alert('sum by (job) (shop_requests_total{status="500"}) > 10')))).toMatchObject([
    {
      code: 'counter-without-rate',
      check: 'counter-without-rate',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert A: the total of counter shop_requests_total is compared with a number',
      found: 'sum by (job) (shop_requests_total{status="500"}) > 10',
      expected: 'a rate or an increase',
      fix: 'write sum by (job) (increase(shop_requests_total{status="500"}[5m])) > 10',
    },
  ]);
});

it.each([
  '10 < shop_requests_total',
  'max_over_time(shop_requests_total[1h]) > 5',
  'shop_duration_seconds_count > 9',
  'label_replace(shop_requests_total, "a", "", "b", "") > bool 1',
  'max_over_time(sum(shop_requests_total)[1h:5m]) >= 3',
])('finds %s', (expr) => {
  expect(problemsIn(check, expr)).toHaveLength(1);
});

it('keeps the window and the rest of the comparison in its fix', () => {
  const fixes = [
    'max_over_time(shop_requests_total[1h]) > 5',
    'max_over_time(sum(shop_requests_total)[1h:5m]) >= 3',
  ].flatMap((expr) => inShop(check, rules(recording(expr))).map(({ fix }) => fix));
  expect(fixes).toEqual([
    'write increase(shop_requests_total[1h]) > 5',
    'write max_over_time(sum(increase(shop_requests_total[5m]))[1h:5m]) >= 3',
  ]);
});

it.each(['sum by (job) (shop_errors_total) > 10', 'avg_over_time(shop_requests_total[5m]) >= 5'])(
  'warns of %s, whose name says that it counts events',
  (expr) => {
    expect(inForeign(check, alert(expr))).toMatchObject([{ severity: 'warning' }]);
  },
);

it('adds up no totals', () => {
  expect(inShop(check, rules(alert('sum_over_time(shop_requests_total[5m]) > 10')))).toMatchObject([
    { severity: 'error', fix: 'write increase(shop_requests_total[5m]) > 10' },
  ]);
});

it('takes no quantile of all observations since the start', () => {
  expect(
    inForeign(check, alert('histogram_quantile(0.9, sum by (le) (x_seconds_bucket)) > 1')),
  ).toMatchObject([
    {
      severity: 'warning',
      message:
        'alert A: histogram_quantile reads x_seconds_bucket without a rate, so it is the quantile since the start of the process',
      fix: 'write histogram_quantile(0.9, sum by (le) (increase(x_seconds_bucket[5m])))',
    },
  ]);
  for (const buckets of ['sum by (le) (rate(x_bucket[5m]))', 'a:x_bucket', 'x'])
    expect(inForeign(check, alert(`histogram_quantile(0.9, ${buckets}) > 1`))).toEqual([]);
});

it('warns of a counter that is drawn', () => {
  expect(inShop(check, panel('sum(shop_requests_total)'))).toMatchObject([
    {
      severity: 'warning',
      resource: 'ConfigMap default/d',
      path: 'data["d.json"].panels[0].targets[0].expr',
      message: 'panel "P": the total of counter shop_requests_total is plotted',
      fix: 'write rate(shop_requests_total[$__rate_interval])',
    },
  ]);
});

it('leaves alone rates, questions whether it ever happened, differences, totals and gauges', () => {
  expect(
    problemsIn(
      check,
      'increase(shop_requests_total[5m]) > 10',
      'shop_requests_total > 0',
      'shop_requests_total - shop_requests_total offset 5m > 10',
      'shop_requests_total > shop_requests_total offset 5m',
      'count(shop_requests_total) > 3',
      'shop_queue_length > 10',
      'time() - timestamp(shop_requests_total) > 60',
    ),
  ).toEqual([]);
  expect(
    inShop(check, panel('sum(shop_requests_total)', 'stat') + rules(recording('shop_requests_total'))),
  ).toEqual([]);
  expect(inForeign(check, alert('shop_orders_total > 10'), alert('repo_pending_request_total > 50'))).toEqual(
    [],
  );
});

it('knows the counters that every cluster has', () => {
  expect(inForeign(check, alert('container_cpu_usage_seconds_total > 10'))).toHaveLength(1);
});

it.each([
  ['shop_requests_total{status="500"} > 0', 'write increase(shop_requests_total{status="500"}[5m]) > 0'],
  ['0 < sum by (job) (shop_requests_total)', 'write 0 < sum by (job) (increase(shop_requests_total[5m]))'],
  ['shop_requests_total != 0', 'write increase(shop_requests_total[5m]) != 0'],
  ['shop_requests_total > 0 or shop_queue_length > 3', 'write increase(shop_requests_total[5m]) > 0'],
  ['max_over_time(shop_requests_total[1h]) > 0', 'write increase(shop_requests_total[1h]) > 0'],
])('warns of the alert %s, which fires for ever after the first event', (expr, fix) => {
  expect(inShop(check, rules(alert(expr)))).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'alert A: counter shop_requests_total stays above 0 after the first event, so the alert fires until the process restarts',
      expected: 'an increase',
      fix,
    },
  ]);
});

it('goes by the name where nothing is known of a counter', () => {
  expect(inForeign(check, alert('payment_errors_total > 0'))).toMatchObject([
    { severity: 'warning', fix: 'write increase(payment_errors_total[5m]) > 0' },
  ]);
});

it.each([
  'increase(shop_requests_total[5m]) > 0',
  'shop_requests_total == 0',
  'shop_requests_total > 0 and shop_queue_length > 3',
  'shop_queue_length / (shop_requests_total > 0) > 3',
  'shop_queue_length > 0',
  'count(shop_requests_total) > 0',
  'shop_requests_total - shop_requests_total offset 5m > 0',
])('leaves alone the alert %s', (expr) => {
  expect(inShop(check, rules(alert(expr)))).toEqual([]);
});

it.each([
  [
    'sum(http_requests_total{code=~"5.."}) / sum(http_requests_total) >= 0.05',
    'write sum(increase(http_requests_total{code=~"5.."}[5m])) / sum(increase(http_requests_total[5m]))',
  ],
  [
    'x_errors_total / x_messages_total > 0.1',
    'write increase(x_errors_total[5m]) / increase(x_messages_total[5m])',
  ],
  [
    'http_request_duration_seconds_sum / http_request_duration_seconds_count > 0.5',
    'write increase(http_request_duration_seconds_sum[5m]) / increase(http_request_duration_seconds_count[5m])',
  ],
])('warns of the ratio of totals %s', (expr, fix) => {
  expect(inForeign(check, alert(expr))).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining('are divided without a rate') as string,
      fix,
    },
  ]);
});

it.each([
  'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05',
  'memory_free_total / memory_total > 0.5',
  'a_sum / b_count > 1',
  'x_seconds_sum / (x_seconds_count > 0) > 1',
])('leaves alone the ratio %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});

it('shows totals since the start where a panel has one number', () => {
  const ratio = 'sum(http_errors_total) / sum(http_requests_total)';
  expect([panel(ratio, 'stat'), panel(ratio)].map((text) => inShop(check, text).length)).toEqual([0, 1]);
});

it('leaves alone an unknown metric that may be a gauge, and one that a rule records', () => {
  expect(
    inForeign(
      check,
      alert('payment_errors > 0'),
      alert('digitalocean_incidents_total > 0'),
      recording('sum(increase(x[5m]))', 'job_errors_total'),
      alert('job_errors_total > 0'),
    ),
  ).toEqual([]);
});
