import fc from '../support/fast-check';
import { findPlacedService } from '../fixtures/stack/index';
import { show } from '../../src/findings/invalid-input';
import type { Finding } from '../../src/findings/finding';
import { reviewChecks } from '../../src/design-review/checks/index';
import { readPlan, reviewReport } from '../../src/design-review/command';
import { planOfContract } from '../../src/design-review/from-contract';
import { renamed } from '../../src/design-review/renamed';

const review = (text: string, exporter = false) =>
  reviewReport({ plan: readPlan('plan.txt', text), thresholds: [{ seconds: 0.25 }], exporter }).findings;

const sentence = ({
  severity,
  resource,
  path: field,
  message: problem,
  found,
  expected,
  fix,
}: Finding): string =>
  `${severity} ${resource}: ${field} ${problem} (found ${show(found)}, expected ${expected}); ${fix}`;

const says = (check: string, text: string): readonly string[] =>
  review(text, check === 'label-honor')
    .filter((finding) => finding.check === check)
    .map(sentence);

/** Check, what triggers it, what it says, and the nearest that does not. */
const cases: readonly (readonly [string, string, string, string])[] = [
  [
    'line-unread',
    'Counter: a_b_total\nA counter called a_c_total',
    'error plan plan.txt: line 2 unsupported form of a metric, so it was not reviewed (found "A counter called a_c_total", expected a metric: its kind, its name, and its labels); write it as "Counter: a_requests_total (method, status)"',
    'Counter: a_b_total\nA counter is what we need.',
  ],
  [
    'label-unbounded',
    'Counter: a_b_total (user_id, status=200|500)',
    'error metric a_b_total: label user_id label user_id is unbounded: an assumed 10,000 users make 20,000 series out of 2 (found "user_id", expected values that can be listed); drop user_id, and keep it in logs and traces (an exemplar can point there)',
    'Counter: a_b_total (user_kind, status=200|500)',
  ],
  [
    'label-unbounded-said',
    '{"metrics":[{"name":"a_b","type":"gauge","labels":{"topic":{"unbounded":"topics are few"}}}]}',
    'warning metric a_b: label topic the label has no bound, for the stated reason: topics are few (found "topic", expected values that can be listed); set the series budget of the service',
    '{"metrics":[{"name":"a_b","type":"gauge","labels":{"topic":{"pattern":"t.*","atMost":5}}}]}',
  ],
  [
    'label-route',
    'Counter: a_b_total (endpoint)',
    'info metric a_b_total: label endpoint the label is bounded only if it holds the route template; with raw paths every id is a new series (found "endpoint", expected the templates, listed); list the values: endpoint=/orders|/orders/:id|unmatched',
    'Counter: a_b_total (endpoint=/orders|unmatched)',
  ],
  [
    'label-sprawl',
    'Counter: a_b_total (c, d, e, f)',
    'warning metric a_b_total: labels labels multiply to 10,000 series a target, with c 10, d 10, e 10, f 10 assumed (found ["c","d","e","f"], expected at most 5 labels and 1,000 series a metric and target); drop labels that no query needs, or split the metric in two with fewer labels each',
    'Counter: a_b_total (c, d, e)',
  ],
  [
    'label-reserved',
    'Gauge: a_b (le)',
    'error metric a_b: label le histograms and summaries set this label themselves (found "le", expected a name of its own); rename it',
    'Gauge: a_b (level)',
  ],
  [
    'label-target',
    'Gauge: a_b (pod)',
    'error metric a_b: label pod label pod collides with the target label: Prometheus stores it as exported_pod, and rules read the target\'s (found "pod", expected a label that is not one of the target); drop it, or rename it to say whose pod it is',
    'Gauge: a_b (pods)',
  ],
  [
    'label-honor',
    'Gauge: a_b (pod, namespace)',
    'info plan plan.txt: labels the exporter sets labels that the scrape also attaches, so that Prometheus stores them with the prefix exported_ (found "namespace, pod", expected a ServiceMonitor with honorLabels: true, which keeps the labels of the exporter); write honorLabels: true on the endpoint of its ServiceMonitor',
    'Gauge: a_b (pods)',
  ],
  [
    'label-endpoint',
    'Gauge: a_b (endpoint)',
    'info plan plan.txt: label endpoint prometheus-operator attaches a label endpoint with the name of the port to every target, so that this one is stored as exported_endpoint unless the other is dropped (found "endpoint", expected a ServiceMonitor that drops the label of the target); use the ServiceMonitor written here, which moves it to port; elsewhere add relabelings: [{action: labeldrop, regex: endpoint}], or call the label route',
    'Gauge: a_b (route)',
  ],
  [
    'label-redundant',
    'Counter: a_b_total (status, code)',
    'warning metric a_b_total: labels labels status and code are redundant (found ["status","code"], expected one label for one thing); keep status',
    'Counter: a_b_total (status, method)',
  ],
  [
    'label-spelling',
    'Counter: a_b_total (endpoint)\nHistogram: a_c_seconds (route)',
    'warning metric a_c_seconds: label route the same label is called endpoint on a_b_total, so queries cannot join the two (found "route", expected endpoint); rename it to endpoint',
    'Counter: a_b_total (endpoint)\nHistogram: a_c_seconds (endpoint)',
  ],
  [
    'label-target-wide',
    'Counter: a_b_total (env)',
    'info metric a_b_total: label env the label has the same value on every series of a target (found "env", expected a label of the target, of Prometheus, or of an _info metric); drop it: attach it with targetLabels or externalLabels, or join the _info metric',
    'Gauge: a_b_info (env)',
  ],
  [
    'name-legal',
    'Counter: a-b.c_total',
    'error metric a-b.c_total: name invalid metric name (found "a-b.c_total", expected letters, digits and underscores, not starting with a digit); rename it to a_b_c_total',
    'Counter: a_b_c_total',
  ],
  [
    'name-colon',
    'Counter: a:b_total',
    'error metric a:b_total: name colons are reserved for recording rules (found "a:b_total", expected letters, digits and underscores, not starting with a digit); rename it to a_b_total',
    'Counter: a_b_total',
  ],
  [
    'name-keyword',
    'Gauge: offset',
    'error metric offset: name the name is a keyword of PromQL (found "offset", expected a name that says what is measured); rename it, e.g. to app_offset',
    'Gauge: a_offset',
  ],
  [
    'name-case',
    'Gauge: queueLength',
    'warning metric queueLength: name the name has capitals (found "queueLength", expected snake_case); rename it to queue_length',
    'Gauge: queue_length',
  ],
  [
    'name-prefix',
    'Counter: requests_total',
    'info metric requests_total: name a name of one word is not unique to the application (found "requests_total", expected the application or library first); rename it, e.g. to app_requests_total',
    'Counter: shop_requests_total',
  ],
  [
    'name-suffix',
    'Counter: a_requests_count',
    'error metric a_requests_count: name client libraries append the suffix _count themselves (found "a_requests_count", expected the name without it); rename it to a_requests_total',
    'Counter: a_requests_counted',
  ],
  [
    'name-kind',
    'Counter: a_request_counter_total',
    'warning metric a_request_counter_total: name the name contains the type counter (found "a_request_counter_total", expected what is measured); rename it to a_request_total',
    'Counter: a_request_encounters_total',
  ],
  [
    'name-repeats',
    'Counter: a_failures_total_total',
    'warning metric a_failures_total_total: name the suffix total is in the name twice: client libraries append it, too (found "a_failures_total_total", expected each suffix once); rename it to a_failures_total',
    'Counter: a_total_failures_total',
  ],
  [
    'name-label',
    'Counter: a_requests_by_method_total (method)',
    'warning metric a_requests_by_method_total: name the name repeats the label method, which is wrong once a query aggregates it away (found "a_requests_by_method_total", expected a name without labels); rename it to a_requests_total',
    'Counter: a_requests_by_hand_total (method)',
  ],
  [
    'name-value',
    'Counter: a_requests_get_total',
    'warning metric a_requests_get_total: name the name contains the value get, so a query for all of them needs every name (found "a_requests_get_total", expected one metric with a label); make it a_requests_total with the label method',
    'Counter: a_get_total',
  ],
  [
    'name-taken',
    'Histogram: a_seconds\nGauge: a_seconds_count',
    'error metric a_seconds_count: name duplicate series a_seconds_count, also written by a_seconds (found "a_seconds_count", expected one metric for each series); rename one of the two',
    'Histogram: a_seconds\nGauge: a_seconds_counted',
  ],
  [
    'help-stated',
    '{"metrics":[{"name":"a_b","type":"gauge"}]}',
    'info metric a_b: help the help text is missing (found nothing, expected a sentence on what one sample means); describe what is counted or measured, and what is left out',
    '{"metrics":[{"name":"a_b","type":"gauge","help":"Bees in the hive"}]}',
  ],
  [
    'label-legal',
    'Gauge: a_b (c-d)',
    'error metric a_b: label c-d invalid label name (found "c-d", expected letters, digits and underscores, not starting with a digit); rename it to c_d',
    'Gauge: a_b (c_d)',
  ],
  [
    'label-case',
    'Gauge: a_b (taskKind)',
    'warning metric a_b: label taskKind the name has capitals (found "taskKind", expected snake_case); rename it to task_kind',
    'Gauge: a_b (task_kind)',
  ],
  [
    'unit-base',
    'Histogram: a_request_duration_ms',
    'warning metric a_request_duration_ms: name ms is not a base unit (found "a_request_duration_ms", expected seconds); rename it to a_request_duration_seconds, and convert the values: divide by 1,000',
    'Histogram: a_request_duration_seconds',
  ],
  [
    'unit-last',
    'Gauge: a_bytes_used',
    'warning metric a_bytes_used: name the unit bytes is not the last word of the name (found "a_bytes_used", expected a name that ends in _bytes); rename it to a_used_bytes',
    'Counter: a_bytes_sent_total',
  ],
  [
    'unit-missing',
    'Histogram: a_request_duration',
    'warning metric a_request_duration: name the name has no unit (found "a_request_duration", expected a name that ends in _seconds); rename it to a_request_duration_seconds',
    'Histogram: a_request_attempts',
  ],
  [
    'unit-declared',
    '{"metrics":[{"name":"a_b","type":"gauge","unit":"seconds"}]}',
    'error metric a_b: unit the name does not end in its unit (found "seconds", expected a name that ends in _seconds); rename it to a_b_seconds, or drop the unit',
    '{"metrics":[{"name":"a_b_seconds","type":"gauge","unit":"seconds"}]}',
  ],
  [
    'kind-unknown',
    '# HELP a_b What\na_b 1\n',
    'warning metric a_b: type the type of the metric is not declared (found "unknown", expected counter, gauge or histogram); declare it: dashboards and people choose functions by it',
    '# HELP a_b What\n# TYPE a_b gauge\na_b 1\n',
  ],
  [
    'counter-total',
    'Counter: a_requests',
    'warning metric a_requests: name a counter name must end in _total (found "a_requests", expected a counter that ends in _total); rename it to a_requests_total: some client libraries append it, and then rules read another name',
    'Counter: a_requests_total',
  ],
  [
    'total-counter',
    'Gauge: a_requests_total',
    'error metric a_requests_total: name the suffix _total is reserved for counters, and this is a gauge (found "a_requests_total", expected a name without _total); rename it to a_requests, or make it a counter if it only rises',
    'Gauge: a_requests_in_flight',
  ],
  [
    'counter-gauge',
    'Counter: a_active_users_total',
    'warning metric a_active_users_total: type a counter must not fall, but "active" goes up and down: every fall looks like a restart (found "counter", expected gauge); make it the gauge a_active_users, or count what starts and what ends',
    'Counter: a_interactive_users_total',
  ],
  [
    'gauge-counter',
    'Gauge: a_requests',
    'warning metric a_requests: type a gauge loses "requests" that happen between two scrapes (found "gauge", expected counter); make it the counter a_requests_total',
    'Gauge: a_active_requests',
  ],
  [
    'gauge-histogram',
    'Gauge: a_request_duration_seconds',
    'warning metric a_request_duration_seconds: type a gauge keeps only the last observation before a scrape (found "gauge", expected histogram); make it a histogram',
    'Gauge: a_last_backup_duration_seconds',
  ],
  [
    'summary',
    'Summary: a_request_duration_seconds',
    'warning metric a_request_duration_seconds: type quantiles of a summary cannot be aggregated over pods, and no objective can use them (found "summary", expected histogram); make it a histogram with a bucket at each latency that matters',
    'Histogram: a_request_duration_seconds',
  ],
  [
    'info-gauge',
    'Counter: a_build_info (version)',
    'warning metric a_build_info: type _info marks a gauge that is always 1, but the type is counter (found "counter", expected gauge); make it a gauge with the value 1',
    'Gauge: a_build_info (version)',
  ],
  [
    'info-name',
    'Gauge: a_version (version, commit)',
    'warning metric a_version: name the labels describe the process, so the value can only be 1 (found "a_version", expected a gauge that ends in _info); rename it to a_build_info, with the value 1',
    'Gauge: a_b (version, queue)',
  ],
  [
    'gauge-enum',
    'Gauge: a_link_state',
    'warning metric a_link_state: name a number stands for a state, so averages, sums and thresholds of it mean nothing (found "a_link_state", expected a series for each state, with the value 1 on the current one and 0 on the others); expose a_link_state{state="..."} for every state',
    'Gauge: a_link_state (state)',
  ],
  [
    'rate-metric',
    'Gauge: a_requests_per_second',
    'warning metric a_requests_per_second: name the rate is computed in the service, so queries cannot aggregate it or change its window (found "a_requests_per_second", expected what it is computed from); expose the counter or histogram behind it rather than a gauge',
    'Gauge: a_seconds_waited',
  ],
  [
    'buckets-stated',
    'Histogram: a_b_seconds',
    'info metric a_b_seconds: buckets buckets are not stated, so the client library chooses them (found nothing, expected upper bounds around the latencies that matter); write them down, e.g. [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], with one at each objective',
    'Histogram: a_b_seconds [1, 2]',
  ],
  [
    'buckets-ascend',
    'Histogram: a_b_seconds [2, 1]',
    'error metric a_b_seconds: buckets buckets are not strictly ascending and finite (found [2,1], expected strictly ascending bounds); write [1, 2]',
    'Histogram: a_b_seconds [1, 2]',
  ],
  [
    'buckets-threshold',
    'Histogram: a_b_seconds [0.1, 0.5]',
    'error metric a_b_seconds: buckets no bucket at the latency threshold 0.25, so the objective can only be estimated (found [0.1,0.5], expected a bound at 0.25); write [0.1, 0.25, 0.5]',
    'Histogram: a_b_seconds [0.1, 0.25, 0.5]',
  ],
  [
    'buckets-around-threshold',
    'Histogram: a_b_seconds [0.01, 0.25, 0.5]',
    'warning metric a_b_seconds: buckets buckets leave a gap around the latency threshold 0.25 (next bounds: 0.01 below, 0.5 above) (found [0.01,0.25,0.5], expected bounds within a factor of 3 on both sides); add 0.125',
    'Histogram: a_b_seconds [0.1, 0.25, 0.5]',
  ],
  [
    'buckets-unit',
    'Histogram: a_b_seconds [10, 100, 1000]',
    'warning metric a_b_seconds: buckets bounds look like milliseconds, but the unit of the name is seconds (found [10,100,1000], expected bounds in seconds); write [0.01, 0.1, 1], and observe seconds',
    'Histogram: a_b_seconds [10, 100, 999]',
  ],
  [
    'buckets-size',
    'Histogram: a_b_bytes [0.1, 0.5, 1, 5]',
    'warning metric a_b_bytes: buckets every size is above the largest bound, so all of them fall into +Inf (found [0.1,0.5,1,5], expected bounds in bytes); write bounds in bytes, e.g. [1024, 16384, 262144, 4194304, 67108864]',
    'Histogram: a_b_bytes [100, 1000]',
  ],
  [
    'buckets-whole',
    'Histogram: a_cohort_size [0.005, 0.1, 1, 10]',
    'warning metric a_cohort_size: buckets no whole number is between the bounds below 1, and those above are few (found [0.005,0.1,1,10], expected whole numbers as bounds); write bounds around the usual counts, e.g. [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]',
    'Histogram: a_cohort_size [0, 1, 5, 10]',
  ],
  [
    'buckets-range',
    'Histogram: a_b_seconds [0.001, 0.002, 0.003]',
    'warning metric a_b_seconds: buckets bounds from 0.001 to 0.003 are close together, and everything above is in +Inf, where quantiles stop at 0.003 (found [0.001,0.002,0.003], expected a largest bound of at least 10 times the smallest); add larger bounds, e.g. 0.03 and 0.3',
    'Histogram: a_b_seconds [0.001, 0.002, 0.01]',
  ],
  [
    'buckets-many',
    'Histogram: a_b_seconds [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]',
    'warning metric a_b_seconds: buckets 21 buckets each add a series to every label set (found 21, expected at most 20); keep those around the objectives, or use native histograms',
    'Histogram: a_b_seconds [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]',
  ],
  [
    'signal-traffic',
    'Gauge: shop_queue_length',
    'warning plan plan.txt: traffic traffic is not counted (found nothing, expected a counter of requests); add "Counter: shop_requests_total (method, endpoint, status)"',
    'Counter: shop_requests_total',
  ],
  [
    'signal-errors',
    'Counter: shop_requests_total (method)',
    'warning plan plan.txt: errors errors cannot be distinguished from successes (found nothing, expected a status or outcome label on the counter of requests); add "Counter: shop_requests_total (method, endpoint, status)"',
    'Counter: shop_requests_total (status)',
  ],
  [
    'signal-latency',
    'Summary: shop_request_duration_seconds',
    'warning plan plan.txt: latency latency is not observed in a histogram (found nothing, expected a histogram of durations in seconds); add "Histogram: shop_request_duration_seconds (method, endpoint) [0.05, 0.1, 0.25, 0.5, 1, 2.5]"',
    'Histogram: shop_request_duration_seconds',
  ],
  [
    'signal-saturation',
    'Gauge: shop_temperature_celsius',
    'warning plan plan.txt: saturation no gauge measures saturation: CPU and memory do not show how busy a waiting service is (found nothing, expected a gauge of what runs out first: requests in flight, queue length, connections of a pool); add "Gauge: shop_requests_in_flight"',
    'Gauge: shop_queue_length',
  ],
  [
    'signal-in-flight',
    'Gauge: shop_queue_length',
    'info plan plan.txt: requests in flight requests in flight are not measured, so hanging requests appear in no metric (found nothing, expected a gauge of requests being handled); add "Gauge: shop_requests_in_flight"',
    'Gauge: shop_requests_in_flight',
  ],
  [
    'signal-build-info',
    'Gauge: shop_open_info',
    'info plan plan.txt: build info build info is not exposed, so no graph shows which release started a problem (found nothing, expected a gauge that is always 1, with version and revision as labels); add "Gauge: shop_build_info (version, revision)"',
    'Gauge: shop_build_info',
  ],
];

test.each(cases)('%s: %j is found', (check, trigger, finding, near) => {
  expect(says(check, trigger)).toEqual([finding]);
  expect(says(check, near)).toEqual([]);
});

test('every check has cases, an id of its own, a question and a document', () => {
  expect(cases.map(([check]) => check)).toEqual(reviewChecks.map(({ id }) => id));
  expect(new Set(reviewChecks.map(({ id }) => id)).size).toBe(reviewChecks.length);
  for (const { question, see } of reviewChecks) {
    expect(question).toMatch(/\?$/);
    expect(see).toMatch(/^https:/);
  }
});

test.each([
  ['user_id', '10,000 users'],
  ['userId', '10,000 users'],
  ['email', '10,000 users'],
  ['session_id', '50,000 sessions in a day'],
  ['request_id', '864,000 requests in a day, at 10 a second'],
  ['trace_id', '864,000 requests in a day, at 10 a second'],
  ['timestamp', '86,400 seconds in a day'],
  ['client_ip', '10,000 clients'],
  ['url', '10,000 paths that were requested'],
  ['path', '10,000 paths that were requested'],
  ['user_agent', '5,000 user agents'],
  ['error_message', '5,000 texts'],
  ['task_id', '10,000 objects'],
  ['warehouse_id', '10,000 objects'],
  ['user_email', '10,000 users'],
  ['userEmail', '10,000 users'],
  ['customer_name', '10,000 users'],
  ['recipient', '10,000 users'],
  ['phone_number', '10,000 users'],
  ['client_addr', '10,000 clients'],
  ['user_uuid', '864,000 requests in a day, at 10 a second'],
  ['tenant_uuid', '864,000 requests in a day, at 10 a second'],
  ['requestUUID', '864,000 requests in a day, at 10 a second'],
  ['transaction', '864,000 requests in a day, at 10 a second'],
  ['session_key', '50,000 sessions in a day'],
  ['request_url', '10,000 paths that were requested'],
  ['http_url', '10,000 paths that were requested'],
  ['http_path', '10,000 paths that were requested'],
  ['HTTPPath', '10,000 paths that were requested'],
  ['uri_path', '10,000 paths that were requested'],
  ['err_msg', '5,000 texts'],
  ['order_number', '10,000 objects'],
  ['hash', '10,000 objects'],
  ['cache_key', '10,000 objects'],
])('the label %s costs a series for each of %s', (label, of) => {
  expect(says('label-unbounded', `Counter: a_b_total (${label})`)).toEqual([
    expect.stringContaining(`label ${label} is unbounded: an assumed ${of} make`),
  ]);
});

test.each([
  'method',
  'status',
  'kind',
  'worker_id',
  'region_id',
  'zone_id',
  'plan_id',
  'billing_plan_id',
  'tier_id',
  'git_hash',
  'new_user',
  'user_kind',
  'path_template',
  'paid',
  'identity_provider',
  'user_id=free|paying',
])('the label %s does not grow', (label) => {
  expect(says('label-unbounded', `Counter: a_b_total (${label})`)).toEqual([]);
});

test('names that every object of JavaScript has are labels like others', () => {
  expect(says('label-sprawl', 'Counter: a_b_total (constructor, toString, valueOf, c)')).toEqual([
    expect.stringContaining('multiply to 10,000 series a target'),
  ]);
});

test('the cost multiplies with the other labels and with buckets', () => {
  expect(says('label-unbounded', 'Histogram: a_b_seconds (method, user_id) [1, 2]')).toEqual([
    expect.stringContaining('an assumed 10,000 users make 250,000 series out of 25, with method 5 assumed'),
  ]);
});

describe('values on a page show what grows', () => {
  const page = (...values: readonly string[]) =>
    ['# TYPE a_b_total counter', ...values.map((value) => `a_b_total{thing="${value}"} 1`), ''].join('\n');

  it.each([
    ['paths', '/orders/1', '/orders/2'],
    ['ids', '3fa85f64-5717-4562-b3fc-2c963f66afa6', '3fa85f64-5717-4562-b3fc-2c963f66afa7'],
    ['addresses', 'ann@example.com', 'bob@example.com'],
    ['times', '1700000000', '1700000001'],
  ])('%s do', (_what, one, two) => {
    expect(says('label-unbounded', page(one, two))).toEqual([
      expect.stringContaining(
        `label thing is unbounded: an assumed 10,000 values like ${one} make 10,000 series out of 1`,
      ),
    ]);
  });

  it.each([
    ['codes', '200', '404'],
    ['words', 'one', 'two'],
    ['routes', '/orders', '/orders/:id'],
    ['one id, which may be a constant', '/orders/1', '/orders'],
  ])('%s do not', (_what, one, two) => {
    expect(says('label-unbounded', page(one, two))).toEqual([]);
  });

  it('a label called path may hold routes', () => {
    expect(says('label-unbounded', page('/orders', '/users').replaceAll('thing', 'path'))).toEqual([]);
  });
});

test.each([
  ['request_duration_ms', 'a_request_duration_seconds'],
  ['request_duration_milliseconds', 'a_request_duration_seconds'],
  ['cpu_minutes_total', 'a_cpu_seconds_total'],
  ['heap_mb', 'a_heap_bytes'],
  ['disk_used_percent', 'a_disk_used_ratio'],
  ['request_second', 'a_request_seconds'],
])('a_%s is renamed to %s', (name, rename) => {
  const kind = name.endsWith('_total') ? 'Counter' : 'Gauge';
  expect(says('unit-base', `${kind}: a_${name}`)).toEqual([
    expect.stringContaining(`rename it to ${rename}, and `),
  ]);
});

describe('one name is proposed, whichever check speaks', () => {
  const proposals = (text: string) =>
    review(text).flatMap(({ check, fix }) => {
      const name = /(?:rename it to|the gauge|the counter) (\w+)/.exec(fix)?.[1];
      return name === undefined ? [] : [`${check}: ${name}`];
    });

  it.each([
    ['Counter: requests-total', ['name-legal: requests_total']],
    ['Counter: requestsTotal', ['name-case: requests_total']],
    ['Counter: requests_total_count', ['name-suffix: requests_total']],
    ['Counter: a_build_info', []],
    ['Counter: a_active_users', ['counter-gauge: a_active_users']],
    [
      'Histogram: requestDurationMs',
      ['name-case: request_duration_seconds', 'unit-base: request_duration_seconds'],
    ],
    ['Histogram: requestDurationSeconds', ['name-case: request_duration_seconds']],
    ['Gauge: a_requests_ms_total', ['unit-base: a_requests_seconds', 'total-counter: a_requests_seconds']],
    [
      'Counter: a_counter_bytes_lost',
      ['name-kind: a_lost_bytes_total', 'unit-last: a_lost_bytes_total', 'counter-total: a_lost_bytes_total'],
    ],
    ['Counter: 1st_requests_total', ['name-legal: app_1st_requests_total']],
  ])('%s', (text, expected) => {
    expect(proposals(text)).toEqual(expected);
  });

  it('and it is one that needs no other', () => {
    const word = fc.constantFrom(
      'a',
      'requests',
      'total',
      'ms',
      'bytes',
      'duration',
      'count',
      'counter',
      'info',
      'X',
      'by_b',
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('_'));
    fc.assert(
      fc.property(name, fc.constantFrom('counter', 'gauge', 'histogram'), (text, kind) => {
        const metric = { name: text, kind, labels: [{ name: 'b' }] };
        const once = renamed(metric);
        expect(renamed({ ...metric, name: once })).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});

test.each(['office_hours_open', 'a_days_since_backup', 'a_minutes_and_more'])(
  '%s has no unit: only the last word is one',
  (name) => {
    expect(says('unit-base', `Gauge: ${name}`)).toEqual([]);
  },
);

test.each([
  ['name-value', 'Counter: http_requests_500_total', 'Counter: http_requests_failed_total'],
  ['name-value', 'Counter: api_5xx_responses_total', 'Counter: api_9000_responses_total'],
  ['name-value', 'Counter: http_delete_requests_total', 'Counter: head_office_requests_total'],
  ['label-unbounded', 'Counter: api_calls_total (tenant)', 'Counter: api_calls_total (tenant_plan)'],
  ['label-unbounded', 'Gauge: app_settings (config_json)', 'Gauge: app_settings (config)'],
  ['counter-gauge', 'Counter: cache_hit_ratio', 'Counter: cache_hits_total'],
  ['counter-gauge', 'Counter: cpu_usage_total', 'Counter: cpu_usage_seconds_total'],
  ['counter-gauge', 'Counter: pool_open_total', 'Counter: pool_open_attempts_total'],
  ['counter-gauge', 'Counter: worker_busy_total', 'Counter: worker_busy_seconds_total'],
  ['counter-gauge', 'Counter: upload_size_total', 'Counter: upload_size_exceeded_total'],
  ['gauge-counter', 'Gauge: login_attempts', 'Gauge: login_attempts_limit'],
  ['gauge-counter', 'Gauge: errors_since_start', 'Gauge: seconds_since_start_of_day'],
  ['gauge-counter', 'Gauge: page_views_count', 'Gauge: page_views_open'],
  [
    'gauge-counter',
    '# HELP db_cache_hit Hits since start\n# TYPE db_cache_hit gauge\ndb_cache_hit 1\n',
    '# HELP db_up_seconds Seconds since start\n# TYPE db_up_seconds gauge\ndb_up_seconds 1\n',
  ],
  ['counter-gauge', 'Counter: app_memory_total_bytes', 'Counter: app_memory_errors_total'],
  ['buckets-unit', 'Histogram: http_request_seconds [10, 3600]', 'Histogram: gha_job_seconds [10, 3600]'],
  ['label-unbounded', 'Gauge: torrent_info (name, progress)', 'Gauge: torrent_info (name, state)'],
  ['label-unbounded', 'Gauge: torrent_info (dl_speed)', 'Gauge: torrent_info (speed_class)'],
  ['label-unbounded', 'Counter: reviews_total (policies_count)', 'Counter: reviews_total (policy_kind)'],
  ['label-unbounded', 'Counter: builds_total (build_number)', 'Counter: builds_total (build_kind)'],
  ['gauge-histogram', 'Gauge: last_request_duration_seconds', 'Gauge: last_backup_duration_seconds'],
  ['gauge-enum', 'Gauge: breaker_state', 'Gauge: breaker_open'],
  [
    'gauge-enum',
    '# HELP link_status 0 down, 1 up, 2 unknown\n# TYPE link_status gauge\nlink_status 1\n',
    '# HELP link_status 1 when the link is up, 0 otherwise\n# TYPE link_status gauge\nlink_status 1\n',
  ],
  ['unit-missing', 'Gauge: app_memory_usage', 'Counter: app_memory_errors_total'],
  ['unit-missing', 'Gauge: app_heap_used', 'Counter: app_heap_dumps_total'],
  ['unit-missing', 'Gauge: app_uptime', 'Counter: app_disk_reads_completed_total'],
  ['unit-last', 'Gauge: app_bytes_used', 'Counter: app_smtp_bytes_received_total'],
  ['info-name', 'Gauge: app_release (revision, go_version)', 'Gauge: app_release_errors (revision, queue)'],
  ['buckets-size', 'Histogram: a_body_bytes [0.5, 10]', 'Histogram: a_body_bytes'],
  ['buckets-whole', 'Histogram: a_retries [0.1, 0.5, 2]', 'Histogram: a_wait_seconds [0.1, 0.5, 2]'],
  ['label-unbounded', 'Counter: a_traffic_total (imsi)', 'Counter: a_traffic_total (apn)'],
  ['label-unbounded', 'Counter: a_requests_total (remote)', 'Counter: a_requests_total (protocol)'],
  ['unit-missing', 'Counter: a_connected_time_total', 'Counter: a_connected_time_seconds_total'],
])('%s: %j, and not %j', (check, wrong, right) => {
  expect(says(check, wrong)).toHaveLength(1);
  expect(says(check, right)).toEqual([]);
});

test('a help text that repeats the name says nothing', () => {
  expect(says('help-stated', '# HELP a_b A b\n# TYPE a_b gauge\na_b 1\n')).toEqual([
    expect.stringContaining('help the help text repeats the name (found "A b", '),
  ]);
  expect(says('help-stated', 'Gauge: a_b')).toEqual([]);
});

test('the contract of the Order API is clean, but for the label that gives way', () => {
  const { metrics, slos } = findPlacedService('order-api', 'dev');
  const thresholds = slos.flatMap((slo) => (slo.kind === 'latency' ? [{ seconds: slo.threshold }] : []));
  expect(thresholds).toHaveLength(1);
  const { findings } = reviewReport({ plan: planOfContract('contract of order-api', metrics), thresholds });
  expect(findings.map(({ check, severity, at }) => [check, severity, at])).toEqual([
    ['label-endpoint', 'info', undefined],
  ]);
});

test('thresholds are about histograms of durations, or about the one that they name', () => {
  const text =
    'Histogram: a_response_bytes [1, 2]\nHistogram: a_request_seconds [1, 2]\nHistogram: a_job_seconds [1, 2]';
  const about = (metric?: string) =>
    reviewReport({
      plan: readPlan('plan.txt', text),
      thresholds: [{ seconds: 0.3, ...(metric === undefined ? {} : { metric }) }],
    })
      .findings.filter(({ check }) => check === 'buckets-threshold')
      .map(({ resource }) => resource);
  expect(about()).toEqual(['metric a_request_seconds', 'metric a_job_seconds']);
  expect(about('a_job_seconds')).toEqual(['metric a_job_seconds']);
});

test('whatever is planned, it is reviewed without an error', () => {
  const word = fc.constantFrom(
    'a',
    'requests',
    'total',
    'seconds',
    'ms',
    'by',
    'le',
    'user_id',
    'active',
    '',
    'X',
    ':',
  );
  const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_'));
  const metric = fc.record({
    name,
    kind: fc.constantFrom('counter', 'gauge', 'histogram', 'summary', 'unknown'),
    labels: fc.array(fc.record({ name })),
    buckets: fc.array(fc.double()),
  });
  fc.assert(
    fc.property(fc.array(metric), (metrics) => {
      const plan = { source: 'plan.txt', metrics, prose: [] };
      for (const { message: problem, fix } of reviewReport({ plan, thresholds: [{ seconds: 1 }] }).findings)
        expect(problem !== '' && fix !== '').toBe(true);
    }),
    { numRuns: 200 },
  );
});
