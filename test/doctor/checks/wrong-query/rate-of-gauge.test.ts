import { check } from '../../../../src/doctor/checks/wrong-query/rate-of-gauge';
import { alert, inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the function for gauges', () => {
  expect(inShop(check, rules(recording('sum(rate(shop_queue_length[5m]))')))).toMatchObject([
    {
      code: 'rate-of-gauge',
      check: 'rate-of-gauge',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: rate is applied to the gauge shop_queue_length',
      found: 'rate(shop_queue_length[5m])',
      expected: 'a counter, or deriv',
      fix: 'write deriv(shop_queue_length[5m])',
    },
  ]);
});

it('counts the changes of a time of start', () => {
  expect(inForeign(check, alert('increase(process_start_time_seconds[30m]) > 1'))).toMatchObject([
    { severity: 'error', fix: 'write changes(process_start_time_seconds[30m])' },
  ]);
});

it.each(['rate(rate(x_total[5m])[1h:1m])', 'increase(sum(rate(x_total[5m]))[1h:])'])(
  'finds the rate of a rate in %s',
  (expr) => {
    expect(inForeign(check, recording(expr))).toMatchObject([
      {
        severity: 'error',
        message: expect.stringMatching(/ is applied to a rate, which goes up and down$/) as string,
      },
    ]);
  },
);

it('finds gauges of every cluster, and rates of rates', () => {
  expect(
    inForeign(check, recording('increase(container_memory_working_set_bytes[5m])')).map(({ fix }) => fix),
  ).toEqual(['write delta(container_memory_working_set_bytes[5m])']);
  expect(problemsIn(check, 'sum by (job) (rate(x_total[5m]))', 'irate(a:b:c0[5m])')).toEqual([
    'irate is applied to a:b:c0, which is already recorded as a rate',
  ]);
});

it.each([
  ['rate(ceph_osd_up[5m])', 'write changes(ceph_osd_up[5m])'],
  ['increase(probe_duration_seconds[5m])', 'write delta(probe_duration_seconds[5m])'],
  ['rate(nginx_connections_active[5m])', 'write deriv(nginx_connections_active[5m])'],
  ['increase(kafka_consumergroup_lag_sum[10m])', 'write delta(kafka_consumergroup_lag_sum[10m])'],
  [
    'rate(mysql_global_status_threads_connected[1m])',
    'write deriv(mysql_global_status_threads_connected[1m])',
  ],
  ['increase(kube_job_status_failed[1h])', 'write changes(kube_job_status_failed[1h])'],
  ['irate(node_memory_MemFree_bytes[5m])', 'write deriv(node_memory_MemFree_bytes[5m])'],
  ['rate(cache_hit_ratio[5m])', 'write deriv(cache_hit_ratio[5m])'],
])('warns of %s, which is a gauge by its name', (expr, fix) => {
  expect(inForeign(check, recording(expr))).toMatchObject([{ severity: 'warning', fix }]);
});

it.each([
  'rate(kube_pod_container_status_restarts_total[5m])',
  'rate(node_network_up_total[5m])',
  'rate(node_vmstat_oom_kill[5m])',
  'rate(backup_bytes[5m])',
  'rate(setup[5m])',
  'rate(instance:errors_ratio[5m])',
])('leaves alone %s, whose name may be that of a counter', (expr) => {
  expect(inForeign(check, recording(expr))).toEqual([]);
});

it('leaves alone counters, functions for gauges, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'rate(shop_requests_total[5m])',
      'increase(shop_duration_seconds_sum[5m])',
      'deriv(shop_queue_length[5m])',
      'changes(shop_queue_length[5m])',
      'sum(x_total)',
      'rate(a:b:c4[5m])',
      'rate({job="a"}[5m])',
    ),
  ).toEqual([]);
});

it.each(['a / on (pod) b', 'sum by (job) (a / b)', '100 * (a / b)', 'a / b * 100'])(
  'finds the rate of %s, which is recorded',
  (expr) => {
    expect(
      inForeign(check, recording(expr, 'x:ratio'), recording('rate(x:ratio[5m])')).map(
        ({ message }) => message,
      ),
    ).toEqual(['recording rule a:b:c: rate is applied to x:ratio, which is recorded as a ratio']);
  },
);

it.each(['a / 1000', 'a * 8', 'a + b', 'a * b', 'count(a / b)'])('leaves alone the rate of %s', (expr) => {
  expect(inForeign(check, recording(expr, 'x:y'), recording('rate(x:y[5m])'))).toEqual([]);
});
