import { check } from '../../../../src/doctor/checks/wrong-query/unknown-label';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

const LABELS = 'container, endpoint, instance, job, namespace, pod, route, service, status';

it('names the labels that are there', () => {
  expect(inShop(check, rules(recording('shop_requests_total{method="GET"}')))).toMatchObject([
    {
      code: 'unknown-label',
      check: 'unknown-label',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: `recording rule a:b:c: method="GET" selects nothing: shop_requests_total of ServiceMonitor default/shop-monitor has the labels ${LABELS}`,
      found: 'method',
      expected: `one of ${LABELS}`,
      fix: 'remove method="GET"',
    },
  ]);
});

it('warns of a matcher that takes everything', () => {
  expect(inShop(check, rules(recording('shop_queue_length{route!="/"}')))).toMatchObject([
    {
      severity: 'warning',
      message:
        'recording rule a:b:c: route!="/" selects everything: shop_queue_length of ServiceMonitor default/shop-monitor has the labels container, endpoint, instance, job, namespace, pod, service',
      fix: 'remove route!="/"',
    },
  ]);
});

it('finds a label that the scrape drops, unless a value decides', () => {
  const after = (metricRelabelings: string) =>
    inShop(check, rules(recording('shop_requests_total{route="/"}')), {
      endpoint: `metricRelabelings: [${metricRelabelings}]`,
    }).map(({ found }) => found);
  expect(after('{ action: labeldrop, regex: route }')).toEqual(['route']);
  expect(after('{ sourceLabels: [route], targetLabel: r }, { action: labeldrop, regex: route }')).toEqual([]);
});

it('sends to the label that collides with one of the target', () => {
  const found = inShop(check, rules(recording('shop_requests_total{path="/"}')), {
    endpoint:
      'relabelings: [{ targetLabel: route, replacement: all }, { targetLabel: exported_path, replacement: x }]',
  });
  expect(found.map(({ fix }) => fix)).toEqual([
    'write exported_path="/", or drop the label of the target: relabelings: [{action: labeldrop, regex: path}]',
  ]);
});

it('finds le on what is no bucket, and labels that up does not have', () => {
  expect(problemsIn(check, 'shop_duration_seconds_count{le="1"}')).toHaveLength(1);
  expect(problemsIn(check, 'up{job="shop", route="/"}')).toHaveLength(1);
});

it('leaves alone what is there, what may be absent, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'shop_requests_total{route="/", pod=~".+", __name__!="x"}',
      'shop_queue_length{route=""}',
      'shop_queue_length{cluster=~".*"}',
      'up{route="/"}',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('x{method="GET"}'), recording('a:b:c{method="GET"}'))).toEqual([]);
});
