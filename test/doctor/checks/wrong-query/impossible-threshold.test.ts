import { check } from '../../../../src/doctor/checks/wrong-query/impossible-threshold';
import { alert, inForeign, inShop, panel, recording, rules } from '../../expressions/shop';

const inAlert = (expr: string) => inShop(check, rules(alert(expr)));

it('writes absent instead of a count of 0', () => {
  expect(inAlert('count(up{job="shop"} == 1) == 0')).toMatchObject([
    {
      code: 'impossible-threshold',
      severity: 'error',
      message: 'alert A: == 0 never holds, because the value is 1 or more',
      found: 'count(up{job="shop"} == 1) == 0',
      expected: 'a threshold among the possible values: 1 or more',
      fix: 'write absent(up{job="shop"} == 1)',
    },
  ]);
});

const ERRORS = 'sum(rate(shop_requests_total{status="500"}[5m]))';
const ALL = 'sum(rate(shop_requests_total[5m]))';
const P99 = 'histogram_quantile(0.99, sum by (le) (rate(shop_duration_seconds_bucket[5m])))';

it.each([
  ['count by (job) (up) < 1', 'write sum by (job) (up) < 1'],
  ['count by (job) (up == 1) < 1', 'write <all series> unless count by (job) (up == 1)'],
  [`${ERRORS} / ${ALL} > 5`, 'write a ratio instead of a percentage: 0.05'],
  [`5 < ${ERRORS} / ${ALL}`, 'write a ratio instead of a percentage: 0.05'],
  [`100 * ${ERRORS} / ${ALL} > 200`, undefined],
  [`${P99} > 1`, 'compare with a possible value: 0 to 1'],
  [`${P99} * 1000 >= 2000`, 'compare with a possible value: 0 to 1000'],
  ['rate(x_total[5m]) < 0', 'compare with a possible value: 0 or more'],
  ['sum(up == 0) > 0', 'compare with a possible value: 0'],
  ['-changes(x[5m]) > 0', 'compare with a possible value: 0 or less'],
  ['up > 1', undefined],
  ['up == 2', 'compare with a possible value: 0 to 1'],
  ['up == -1', undefined],
  ['absent(x) == 0', 'write x'],
  ['absent(x > 1) < 1', 'write x > 1'],
  ['absent(x) != 1', 'write x'],
  ['absent(x) > 1', 'write absent(x)'],
  ['absent_over_time(x[5m]) == 0', 'write present_over_time(x[5m])'],
  ['count_over_time(x[5m]) < 1', undefined],
  ['hour() > 23', undefined],
  ['clamp_max(x, 5) > 5', undefined],
  ['clamp(x, 1, 5) <= 0', undefined],
  ['clamp_min(x, 1) < 0.5', undefined],
  ['(x > 10) < 5', undefined],
  ['(x < 5) >= 10', undefined],
  ['group(x) + 1 == 1', undefined],
  ['1 - up > 1', undefined],
  ['stddev(x) < 0', undefined],
  ['abs(x) / rate(y_total[5m]) < 0', undefined],
  ['abs(x) * rate(y_total[5m]) < 0', undefined],
  ['sum_over_time(up[5m]) < 0', undefined],
  ['max_over_time(up[5m]) > 1', undefined],
  ['avg(up and x) > 1', undefined],
  ['max_over_time(abs(x)[5m:]) < 0', undefined],
])('finds that %s never holds', (expr, fix) => {
  const found = inAlert(expr);
  expect(found).toMatchObject([{ severity: 'error' }]);
  if (fix !== undefined) expect(found[0]!.fix).toBe(fix);
});

it.each([
  [`1 - ${ERRORS} / ${ALL} > 0.99 * 100`, 'write a ratio instead of a percentage: 0.99'],
  [`${ERRORS} / ${ALL} >= (10 - 5) / 1 + 0`, 'write a ratio instead of a percentage: 0.05'],
  ['x == NaN', 'write x != x'],
  ['x > NaN', 'write x != x'],
  ['x > 5 and x < 3', 'write x > 5 or x < 3'],
  ['rate(x[5m]) < 3 and rate(x[5m]) >= 7', 'write rate(x[5m]) < 3 or rate(x[5m]) >= 7'],
  ['x > 5 unless x > 3', 'write x > 5'],
  ['x > 5 unless x > 5', 'write x > 5'],
  ['x < 3 unless x <= 4', 'write x < 3'],
  ['time() - timestamp(x) > 600', 'write absent_over_time(x[10m])'],
  ['timestamp(x{a="b"}) < time() - 300', 'write absent_over_time(x{a="b"}[5m])'],
])('finds that %s is never true', (expr, fix) => {
  expect(inAlert(expr)).toMatchObject([{ severity: 'error', fix }]);
});

const MEMORY = 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes';
const INODES = 'sum by (instance) (container_fs_inodes_free) / sum by (instance) (container_fs_inodes_total)';
const IDLE = 'avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))';

it.each([
  [`${MEMORY} > 90`, 'write a ratio instead of a percentage: 0.9'],
  [`(1 - ${INODES} * 100) > 80`, `write (1 - ${INODES}) * 100 > 80`],
  ['1 - x_bytes / y_bytes * 100 > 80', undefined],
  [`${IDLE} > 20`, 'write a ratio instead of a percentage: 0.2'],
  [`${ERRORS} / (${ALL} * 100) > 5`, `write ${ERRORS} / ${ALL} * 100 > 5`],
  [
    'sum by (b) (rate(x_total{c="4"}[1m])) / sum by (b) (rate(x_total[1m]) * 100) > 5',
    'write sum by (b) (rate(x_total{c="4"}[1m])) / sum by (b) (rate(x_total[1m])) * 100 > 5',
  ],
  ['count(x == 0) / count(x) > 10', 'write a ratio instead of a percentage: 0.1'],
  ['kube_deployment_status_replicas < 0', 'compare with a possible value: 0 or more'],
  ['probe_ssl_earliest_cert_expiry < 86400 * 30', 'write probe_ssl_earliest_cert_expiry - time() < 2592000'],
  ['process_start_time_seconds < 300', 'write time() - process_start_time_seconds < 300'],
])('finds that %s never holds, by what the exporters measure', (expr, fix) => {
  const found = fix === undefined ? [] : inForeign(check, alert(expr));
  expect(found).toMatchObject(fix === undefined ? [] : [{ severity: 'error', fix }]);
});

it.each([
  [`${MEMORY} < 10`, 'write a ratio instead of a percentage: 0.1'],
  [`100 - ${IDLE} > 0.8`, `write 1 - ${IDLE} > 0.8`],
  [`100 - ${IDLE} > 80`, `write 1 - ${IDLE} > 0.8`],
  ['sum(x_a) / sum(x_a) * 100 > 80', undefined],
])('finds that %s always holds, by what the exporters measure', (expr, fix) => {
  const found = inForeign(check, alert(expr));
  expect(found).toMatchObject([{ severity: 'warning' }]);
  if (fix !== undefined) expect(found[0]!.fix).toBe(fix);
});

it.each([
  `${MEMORY} < 0.1`,
  `(1 - ${MEMORY}) * 100 > 80`,
  `100 - ${IDLE} * 100 > 80`,
  'sum by (instance) (rate(node_cpu_seconds_total[5m])) > 20',
  'node_filesystem_avail_bytes / node_memory_MemTotal_bytes > 20',
  'sum(node_memory_MemFree_bytes) / sum by (a) (node_memory_MemTotal_bytes) > 20',
  'sum(node_memory_MemFree_bytes) / sum(node_memory_MemTotal_bytes{a="b"}) > 20',
  'count(x == 0) / count(x{a="b"}) > 10',
  'probe_ssl_earliest_cert_expiry - time() < 86400 * 30',
  'node_network_speed_bytes < 0',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});

it('warns of an age that is short for less time than the alert waits', () => {
  expect(inForeign(check, alert('mysql_global_status_uptime < 60', 'for: 5m'))).toMatchObject([
    {
      severity: 'warning',
      message:
        'alert A: < 60 holds for 1m after a start, and the alert waits 5m, so one restart never fires it',
      fix: 'for: 0s',
    },
  ]);
  expect(
    inForeign(check, alert('(time() - process_start_time_seconds < 300) and up == 1', 'for: 5m')),
  ).toHaveLength(1);
  for (const [expr, rest] of [
    ['uptime < 60', ''],
    ['uptime < 600', 'for: 5m'],
    ['uptime > 60', 'for: 5m'],
    ['queue_age_seconds < 60', 'for: 5m'],
  ] as const)
    expect(inForeign(check, alert(expr, rest))).toEqual([]);
});

it('says why', () => {
  const messages = ['x == NaN', 'x > 5 and x < 3', 'time() - timestamp(x) > 600'].map(
    (expr) => inAlert(expr)[0]?.message,
  );
  expect(messages).toEqual([
    'alert A: == NaN never holds, because nothing equals NaN',
    'alert A: the two sides of and are conditions on one value that never hold together',
    'alert A: > 600 never holds, because the value is 300 or less',
  ]);
});

it('knows the look-back of the Prometheus object', () => {
  const prometheus = `---
{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s, namespace: default }, spec: { query: { lookbackDelta: 20m } } }
`;
  expect(inShop(check, prometheus + rules(alert('time() - timestamp(x) > 600')))).toEqual([]);
});

it.each([
  'rate(shop_requests_total[5m]) >= 0',
  'histogram_quantile(0.5, rate(shop_duration_seconds_bucket[5m])) <= 1',
])('finds that %s always holds', (expr) => {
  expect(inAlert(expr)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('always holds') },
  ]);
});

it('only warns where an alert has another way to fire, and of rules and panels', () => {
  const never = 'count(up) == 0';
  const found = [
    inAlert(`${never} or absent(up)`),
    inAlert(`x unless ${never}`),
    inAlert('count(up) == bool 0'),
    inShop(check, rules(recording(never))),
    inShop(check, panel(never)),
  ];
  expect(found.map((findings) => findings.map(({ severity }) => severity))).toEqual(
    found.map(() => ['warning']),
  );
});

it.each([
  'count(up) > 0',
  'count(up) < 2',
  'absent(up) == 1',
  'up == 0',
  'up < 1',
  '(count(up) or vector(0)) == 0',
  `${ERRORS} / ${ALL} > 0.05`,
  `100 * ${ERRORS} / ${ALL} > 5`,
  `${ALL} / ${ERRORS} > 5`,
  `${P99} > 0.5`,
  `${P99} >= 1`,
  'histogram_quantile(0.99, sum by (le) (rate(other_bucket[5m]))) > 100',
  'histogram_quantile(scalar(q), shop_duration_seconds_bucket) > 100',
  'shop_queue_length < 0',
  'sum(up == 1) > 3',
  'x - y < 0',
  'x * y < 0',
  'x / y < 0',
  'x ^ 2 > 1',
  'x * 0 > 1',
  'x > y',
  'x > 1 + 1',
  'x > 2 ^ 10',
  'x != x',
  'x > 5 and x < 10',
  'x > 5 and y < 3',
  'x > 5 or x < 3',
  'x > 3 unless x > 5',
  'x >= 5 unless x > 5',
  'x > 5 and on (job) x < 3',
  'x > 5 and x != 3',
  'x > 5 and x > bool 7',
  'time() - timestamp(x) > 200',
  'time() - timestamp(x offset 1h) > 3000',
  'time() - timestamp(sum(x)) > 600',
  'time() - x > 600',
  'timestamp(x) < time() - 200',
  'quantile(0.5, up) > 2',
  'rate(x_total[5m]) / on (job) rate(x_total[5m]) > 5',
  'predict_linear(x[1h], 3600) < 0',
])('leaves alone %s', (expr) => {
  expect(inAlert(expr)).toEqual([]);
});

it('knows the values of recorded series', () => {
  const slow = '1 - sum(rate(x_bucket{job="a", le="0.1"}[1h])) / sum(rate(x_count{job="a"}[1h]))';
  expect(inForeign(check, recording(slow, 'x:slow'), alert('x:slow > 14.4'))).toMatchObject([
    {
      severity: 'error',
      message: 'alert A: > 14.4 never holds, because the value is 0 to 1',
      fix: 'write a ratio instead of a percentage: 0.144',
    },
  ]);
});

it.each([
  ['one of several rules is larger', [recording('up', 'x:y'), recording('up * 100', 'x:y')]],
  ['a rule cannot be read', [recording('up', 'x:y'), recording('limitk(2, a)', 'x:y')]],
  ['rules record each other', [recording('x:z', 'x:y'), recording('x:y', 'x:z')]],
  [
    'a bucket is compared with another one',
    [recording('rate(x_bucket{le="1"}[5m]) / rate(x_bucket{le="2"}[5m])', 'x:y')],
  ],
  ['a bucket is not matched exactly', [recording('rate(x_bucket{le!="1"}[5m]) / rate(x_count[5m])', 'x:y')]],
])('leaves alone a recorded series where %s', (_what, rulesOf) => {
  expect(inForeign(check, ...rulesOf, alert('x:y > 50'))).toEqual([]);
});
