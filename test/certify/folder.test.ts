import { certifyEvidence } from '../../src/certify/folder/command';
import { certifyFolder } from '../../src/certify/folder/certificate';
import { alertCells, isNobody, notesOf } from '../../src/certify/folder/formats/cells';
import { FOLDER_FORMATS } from '../../src/certify/folder/formats/index';
import { allPodsDead } from '../../src/faults/list/all-pods-dead';
import { autoscalerAtMaximum } from '../../src/faults/list/autoscaler-at-maximum';
import { jobFails } from '../../src/faults/list/job-fails';
import { jobHangs } from '../../src/faults/list/job-hangs';
import { noPodReady } from '../../src/faults/list/no-pod-ready';
import { besideOthers, plainObject } from '../../src/doctor/sources/plain-files';
import { settledFacts } from '../../src/doctor/facts';
import { InvalidInput } from '../../src/findings/invalid-input';
import { readDocuments } from '../../src/kubernetes/read';

const PROMETHEUS = `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec:
  alerting: { alertmanagers: [{ name: alertmanager-operated, namespace: monitoring, port: web }] }
  serviceMonitorSelector: {}
  serviceMonitorNamespaceSelector: {}
  ruleSelector: { matchLabels: { role: alerts } }
  ruleNamespaceSelector: {}
  externalLabels: { cluster: west }
`;

const WORKLOAD = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: cart, image: cart, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart-metrics, namespace: shop, labels: { app: cart } }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, endpoints: [{ port: http, interval: 15s }] }
---
${PROMETHEUS}`;

const rules = (role: string, ...alerts: readonly string[]): string => `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: rules-${role}, namespace: shop, labels: { role: ${role} } }
spec:
  groups:
    - name: cart
      interval: 1m
      rules:
${alerts.map((alert) => `        - ${alert}`).join('\n')}
`;

const RULES = [
  '{ alert: CartDown, expr: \'up{job="cart-metrics"} == 0\', for: 90s, labels: { severity: critical } }',
  "{ alert: CartErrors, expr: 'rate(cart_errors_total[5m]) > 1', labels: { severity: warning } }",
  '{ alert: PodDown, expr: \'up == 0\', for: 5m, labels: { severity: warning, team: "{{ $labels.team }}" } }',
  '{ alert: ApiGone, expr: \'absent(up{job="api"})\', labels: { severity: critical } }',
  "{ alert: Watchdog, expr: 'vector(1)', labels: { severity: none } }",
];

const ANY_DOWN = "{ alert: AnyDown, expr: 'up == 0', labels: { severity: critical } }";

const CRON_JOB = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report, namespace: shop }
spec: {}
`;

const secret = (routes: string, key = 'stringData'): string => `
apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main, namespace: monitoring }
${key}:
  alertmanager.yaml: ${JSON.stringify(`
route:
  receiver: nothing
  group_wait: 10s
  routes: ${routes}
receivers:
  - name: nothing
  - name: pager
    pagerduty_configs: [{ routing_key_file: /etc/key }]
  - name: chat
    slack_configs: [{ channel: shop }]
`)}
`;

const ROUTES = secret(
  `[{ matchers: ['severity = critical'], receiver: pager }, { matchers: ['{team=~"a|b.*",severity!="none"}'], receiver: chat, group_wait: 2m }]`,
);

const factsOf = (...texts: readonly string[]) =>
  settledFacts({ objects: readDocuments(texts.join('\n---\n'), 'test.yaml').objects }).value!;
/** Few faults take less time. */
const rowsOf = (...texts: readonly string[]) =>
  alertCells(certifyFolder(factsOf(...texts), [allPodsDead])).map(({ cells }) => cells.join(' | '));

const whole = certifyFolder(factsOf(WORKLOAD, rules('alerts', ...RULES), ROUTES));

test('each alert has its receivers, the time that it takes, and the faults that it detects', () => {
  expect(alertCells(whole).map(({ cells, nobody }) => `${nobody ? '! ' : ''}${cells.join(' | ')}`)).toEqual([
    // 1m + 90s + 30s (whole evaluations) + 10s + 5s
    'CartDown | critical | pager | 3m15s | all pods are dead; half of the pods are dead; and 6 more',
    'CartErrors | warning | chat if team a, NOBODY if another team | - | unknown: no fault changes the metric cart_errors_total',
    'PodDown | warning | chat if team a, NOBODY if another team | - | all pods are dead; half of the pods are dead; and 6 more',
    'ApiGone | critical | pager | 1m15s | unknown: its condition holds without a fault',
    '! Watchdog | none | NOBODY | - | unknown: its condition holds without a fault',
  ]);
  expect([whole.alertmanager, whole.silent, whole.heartbeat]).toEqual([
    'Secret monitoring/alertmanager-main',
    ['nothing'],
    'lost',
  ]);
});

test('each scraped workload has a table of the faults that change its series', () => {
  const [workload] = whole.workloads;
  expect([workload?.service, workload?.environment, workload?.pods]).toEqual(['Deployment cart', 'shop', 2]);
  const notified = workload!.rows.map(({ fault, notifications }) => [
    fault.name,
    ...notifications.map(({ receiver, seconds }) => `${receiver} ${seconds}`),
  ]);
  expect(notified[0]).toEqual(['all pods are dead', 'pager 225']);
  expect(notified).toContainEqual(['kube-state-metrics is gone']);
  expect(whole.untried).toContain('all requests fail');
});

test.each([['a|b.*'], ['^(a|b.*)$'], ['^(?:a|b.*)$'], ['^a$|^b.*$']])(
  'routes with the pattern %s have cases of its alternatives',
  (pattern) => {
    const routes = secret(`[{ match_re: { team: '${pattern}' }, receiver: chat }]`);
    expect(rowsOf(WORKLOAD, rules('alerts', RULES[2]!), routes)[0]).toContain(
      '| chat if team a, NOBODY if another team |',
    );
  },
);

describe('alerts on up of some targets', () => {
  const faultsOf = (expr: string, workload = WORKLOAD): string | undefined =>
    rowsOf(workload, rules('alerts', `{ alert: Down, expr: '${expr}' }`))[0]?.split(' | ')[4];
  const relabeled = (relabelings: string): string =>
    WORKLOAD.replace('interval: 15s', `interval: 15s, relabelings: ${relabelings}`);

  test.each([
    ['up{kubernetes_pod_name=~".+-kafka-[0-9]+"} == 0', 'none of the faults'],
    ['up{service="cart"} == 0', 'none of the faults'],
    ['up{service="cart-metrics",team=""} == 0', 'all pods are dead'],
    ['up{pod=~"cart-.*"} == 0', 'all pods are dead'],
  ])('%s has the labels of the targets and no others', (expr, fault) => {
    expect(faultsOf(expr)).toBe(fault);
  });

  test.each([
    ['[{ action: labelmap, regex: __meta_kubernetes_node_label_(.+) }]'],
    ['[{ sourceLabels: [__meta_kubernetes_node_label_zone], targetLabel: zone }]'],
  ])('may have labels that relabelings such as %s set', (relabelings) => {
    expect(faultsOf('up{zone="a"} == 0', relabeled(relabelings))).toBe('all pods are dead');
  });

  test('of another workload, selected by a pattern, are not fired by this one', () => {
    const other = WORKLOAD.replace(PROMETHEUS, '').replaceAll('cart', 'api');
    const either = `{ alert: Down, expr: 'up{job=~"cart-.*"} == 0 or absent(up)' }`;
    const { workloads } = certifyFolder(factsOf(WORKLOAD, other, rules('alerts', either), ROUTES), [
      allPodsDead,
    ]);
    expect(
      workloads.map(({ service, rows }) => [service, rows[0]!.firings.map(({ alert }) => alert.name)]),
    ).toEqual([
      ['Deployment cart', ['Down']],
      ['Deployment api', []],
    ]);
  });
});

test('without workloads, faults are about any Deployment; without routes, receivers are unknown', () => {
  const certificate = certifyFolder(
    factsOf(rules('none', RULES[2]!).replace('role: none', 'release: prometheus')),
    [allPodsDead],
  );
  expect(certificate.assumed).toBe(true);
  expect(alertCells(certificate).map(({ cells }) => cells.slice(2))).toEqual([
    ['unknown', 'unknown', 'all pods are dead'],
  ]);
});

test('rules of any label count as selected, where neither a Prometheus nor values nor a release was read', () => {
  const certificate = certifyFolder(factsOf(rules('none', RULES[2]!)), [allPodsDead]);
  expect(alertCells(certificate).map(({ cells }) => cells.slice(2))).toEqual([
    ['unknown', 'unknown', 'all pods are dead'],
  ]);
  expect(notesOf(certificate)).toContain(
    'Prometheus is assumed to select every object: neither a Prometheus resource nor values of the chart were read.',
  );
  expect(notesOf(whole).join(' ')).not.toContain('is assumed to select');
  const released = rules('none', RULES[2]!).replace('role: none', 'release: shop');
  const both = certifyFolder(factsOf(`${released}\n---\n${rules('none', RULES[2]!)}`), [allPodsDead]);
  expect(alertCells(both).map(({ nobody }) => nobody)).toEqual([false, true]);
});

test('times at which routes are muted are stated, as no bound counts them', () => {
  const secret = (routes: string): string =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: alertmanager-main, namespace: monitoring }\nstringData:\n  alertmanager.yaml: |\n    receivers: [{ name: chat, webhook_configs: [{ url: 'https://chat.example.com' }] }]\n    route: { receiver: chat, routes: [${routes}] }\n`;
  const notes = (routes: string): string =>
    notesOf(certifyFolder(factsOf(rules('none', RULES[2]!) + secret(routes)), [allPodsDead])).join('\n');
  expect(notes('{ mute_time_intervals: [nights] }, { active_time_intervals: [days] }')).toContain(
    'No bound counts these times: chat is not notified during nights; chat is not notified outside of days.',
  );
  expect(notes('')).not.toContain('these times');
});

test('files of a Prometheus without an operator are certified under their names', () => {
  const files = [
    plainObject(
      {
        groups: [
          {
            rules: [
              { alert: 'Down', expr: 'up == 0', labels: { severity: 'critical' } },
              { alert: 'ShopDown', expr: 'up{job="shop"} == 0', labels: { severity: 'critical' } },
              { alert: 'PayDown', expr: 'up{job=~".*pay.*"} == 0', labels: { severity: 'critical' } },
            ],
          },
        ],
      },
      'rules.yml',
    )!,
    plainObject(
      { route: { receiver: 'mail' }, receivers: [{ name: 'mail', email_configs: [{}] }] },
      'routes.yml',
    )!,
  ];
  const certificate = certifyFolder(settledFacts({ objects: besideOthers(files, [], false) }).value!, [
    allPodsDead,
  ]);
  // The intervals are those of Prometheus: 1m + 30s (group_wait) + 5s.
  expect(alertCells(certificate).map(({ cells }) => cells.join(' | '))).toEqual([
    'Down | critical | mail | 1m35s | all pods are dead',
    // Of the workload whose series have this job.
    'ShopDown | critical | mail | 1m35s | all pods are dead',
    'PayDown | critical | mail | 1m35s | all pods are dead',
  ]);
  expect(certificate.alertmanager).toBe('file routes.yml');
});

test('relabelings of alerts come before the routes', () => {
  const relabelled = (steps: string) =>
    WORKLOAD.replace(
      'spec:\n  alerting',
      `spec:\n  additionalAlertRelabelConfigs: { name: relabel, key: steps }\n  alerting`,
    ) +
    `
---
apiVersion: v1
kind: Secret
metadata: { name: relabel, namespace: monitoring }
stringData: { ${steps} }
`;
  const rule = rules('alerts', RULES[0]!);
  const receiver = (steps: string) => rowsOf(relabelled(steps), rule, ROUTES)[0]!.split(' | ')[2];
  expect(receiver('steps: "[{ regex: severity, action: labeldrop }]"')).toBe(
    'chat if team a, NOBODY if another team',
  );
  expect(receiver('steps: "[{ source_labels: [cluster], regex: west, action: drop }]"')).toBe('NOBODY');
  expect(receiver('steps: "[{ source_labels: [alertname], regex: Other, action: drop }]"')).toBe('pager');
  const unread = certifyFolder(factsOf(relabelled('other: "[]"'), rule, ROUTES), [allPodsDead]);
  expect(FOLDER_FORMATS.text(unread)).toContain(
    'Prometheus relabels alerts before it sends them, which was not read: Secret monitoring/relabel key steps. Routes may get other labels, or no alert.',
  );
});

test('alerts of a PrometheusRule that Prometheus does not select reach no receiver', () => {
  expect(rowsOf(WORKLOAD, rules('other', RULES[0]!), ROUTES)).toEqual([
    'CartDown | critical | NOBODY | - | never: Prometheus does not select PrometheusRule shop/rules-other',
  ]);
});

test('AlertmanagerConfigs come first, and match their own namespace', () => {
  const config = `
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: shop, namespace: shop }
spec:
  route: { receiver: mail, groupWait: 1m, matchers: [{ name: severity, value: critical, matchType: '=' }] }
  receivers: [{ name: mail, emailConfigs: [{ to: shop@example.org }] }]
`;
  expect(rowsOf(WORKLOAD, rules('alerts', RULES[0]!, RULES[3]!), ROUTES, config)).toEqual([
    'CartDown | critical | pager, shop/shop/mail if namespace shop | 3m15s | all pods are dead',
    'ApiGone | critical | pager | 1m15s | unknown: its condition holds without a fault',
  ]);
});

const GLOBAL = `
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: all, namespace: monitoring }
spec:
  route:
    receiver: phone
    groupWait: 1m
    routes: [{ receiver: nothing, matchers: [{ name: severity, value: warning, matchType: '=' }] }]
  receivers: [{ name: phone, pushoverConfigs: [{ html: true }] }, { name: nothing }]
`;

test('an AlertmanagerConfig can replace the configuration, and then gets alerts of every namespace', () => {
  const alertmanager = `
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main, namespace: monitoring }
spec: { alertmanagerConfiguration: { name: all } }
`;
  const alerts = rules('alerts', RULES[0]!, RULES[1]!);
  expect(rowsOf(WORKLOAD, alerts, ROUTES, GLOBAL, alertmanager)).toEqual([
    'CartDown | critical | monitoring/all/phone | 4m5s | all pods are dead',
    'CartErrors | warning | NOBODY | - | unknown: no fault changes the metric cart_errors_total',
  ]);
  expect(rowsOf(WORKLOAD, alerts, ROUTES, alertmanager)[0]).toContain('| unknown |');
});

test('faults of jobs and autoscalers make the alerts of kube-prometheus fire', () => {
  const alerts = [
    '{ alert: KubeJobFailed, expr: \'kube_job_failed{job="kube-state-metrics"} > 0\', for: 15m }',
    '{ alert: KubeJobNotCompleted, expr: \'time() - max by (namespace, job_name) (kube_job_status_start_time{job="kube-state-metrics"} and kube_job_status_active{job="kube-state-metrics"} > 0) > 43200\' }',
    "{ alert: KubeHpaMaxedOut, expr: 'kube_horizontalpodautoscaler_status_current_replicas == kube_horizontalpodautoscaler_spec_max_replicas', for: 15m }",
    "{ alert: KubeDeploymentReplicasMismatch, expr: '(kube_deployment_spec_replicas > kube_deployment_status_replicas_available) and (changes(kube_deployment_status_replicas_updated[10m]) == 0)', for: 15m }",
  ];
  const manifests = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report, namespace: shop }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: cart, namespace: shop }
spec: { scaleTargetRef: { kind: Deployment, name: cart }, maxReplicas: 5 }
`;
  const certificate = certifyFolder(factsOf(WORKLOAD, rules('alerts', ...alerts), manifests), [
    jobFails,
    jobHangs,
    autoscalerAtMaximum,
    noPodReady,
  ]);
  expect(alertCells(certificate).map(({ cells }) => `${cells[0]}: ${cells[4]}`)).toEqual([
    `KubeJobFailed: ${jobFails.name}`,
    `KubeJobNotCompleted: ${jobHangs.name}`,
    `KubeHpaMaxedOut: ${autoscalerAtMaximum.name}`,
    `KubeDeploymentReplicasMismatch: ${noPodReady.name}`,
  ]);
  expect(
    certificate.workloads.map(({ service, rows }) => [service, rows.map(({ fault }) => fault.name)]),
  ).toEqual([
    ['Deployment cart', [autoscalerAtMaximum.name, noPodReady.name]],
    ['CronJob report', [jobFails.name, jobHangs.name]],
  ]);
});

test.each([
  ['> 12 * 3600', jobHangs.name],
  ['/ 3600 > 12', jobHangs.name],
  ['> 43200 unless kube_job_failed > 100', jobHangs.name],
  ['> 72 * 3600', 'unknown: it compares an age of more than two days'],
])('an age is judged as it is written: %s', (bound, expected) => {
  const alert = `{ alert: Hangs, expr: 'time() - kube_job_status_start_time ${bound}' }`;
  const certificate = certifyFolder(
    factsOf(WORKLOAD, CRON_JOB, rules('alerts', alert.replace(/time\S+ - \S+(?= \/)/, '($&)'))),
    [jobHangs],
  );
  expect(alertCells(certificate)[0]!.cells[4]).toBe(expected);
});

const TOO_MUCH = 'unknown: simulating it takes too many evaluations or samples';

test.each([
  ['avg_over_time(up[30d]) < 0.9', '5m', TOO_MUCH],
  ['avg_over_time(job:up[30d]) < 0.9', '5m', TOO_MUCH],
  ['min_over_time(up[10m:1ms]) == 0', '5m', TOO_MUCH],
  ['min_over_time(max_over_time(up[1d:1s])[1d:1s]) == 0', '5m', TOO_MUCH],
  // Steps of a subquery are evaluated once, and the samples of a range are read once.
  ['min_over_time(max_over_time(up[1h:10s])[1h:10s]) == 0', '5m', allPodsDead.name],
  ['avg_over_time(up[6h]) < 0.99', '5m', allPodsDead.name],
  ['up == 0', '52w', TOO_MUCH],
  ['up == 0', '7d', allPodsDead.name],
])('what takes too long to simulate is not judged: %s for %s', (expr, wait, expected) => {
  const alert = `{ alert: Slow, expr: '${expr}', for: ${wait} }`;
  const record = `{ record: 'job:up', expr: 'sum by (job) (up)' }`;
  const certificate = certifyFolder(factsOf(WORKLOAD, rules('alerts', record, alert)), [
    allPodsDead,
    noPodReady,
  ]);
  expect(alertCells(certificate)[0]!.cells[4]).toBe(expected);
});

test('scrapes and evaluations each millisecond are simulated each second', () => {
  const [fast, usual] = ['1ms', '1s'].map((interval) =>
    rowsOf(
      WORKLOAD.replace('interval: 15s', `interval: ${interval}`),
      rules('alerts', ANY_DOWN).replace('interval: 1m', `interval: ${interval}`),
    ),
  );
  expect(fast![0]).toContain(allPodsDead.name);
  expect(fast).toEqual(usual);
});

test.each([
  [1000, 'unknown: its workload has more than 200 pods'],
  [1e300, allPodsDead.name],
  [1.5, allPodsDead.name],
])('%d replicas', (replicas, expected) => {
  const manifests = factsOf(
    WORKLOAD.replace('replicas: 2', `replicas: ${replicas}`),
    rules('alerts', ANY_DOWN),
  );
  expect(alertCells(certifyFolder(manifests, [allPodsDead]))[0]!.cells[4]).toBe(expected);
});

test('alerts on autoscalers are tried on any, where there is none', () => {
  const alert =
    "{ alert: KubeHpaMaxedOut, expr: 'kube_horizontalpodautoscaler_status_desired_replicas >= kube_horizontalpodautoscaler_spec_max_replicas' }";
  const certificate = certifyFolder(factsOf(WORKLOAD, rules('alerts', alert)), [autoscalerAtMaximum]);
  expect(alertCells(certificate)[0]!.cells[4]).toBe(autoscalerAtMaximum.name);
  expect(certificate.workloads.map(({ service }) => service)).toEqual(['Deployment cart']);
});

test('values of the chart can name it', () => {
  const values = {
    alertmanager: { alertmanagerSpec: { alertmanagerConfiguration: { name: 'all' } } },
    prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: false } },
  };
  const { value } = settledFacts({
    objects: readDocuments([rules('alerts', RULES[0]!), GLOBAL].join('\n---\n'), 'test.yaml').objects,
    values: { values, name: 'values.yaml', release: 'kps' },
  });
  const certificate = certifyFolder(value!);
  expect(certificate.alertmanager).toBe('AlertmanagerConfig monitoring/all');
  expect(certificate.heartbeat).toBe('sent');
  expect(alertCells(certificate)[0]!.cells[2]).toBe('monitoring/all/phone');
});

test.each([
  ['a Prometheus', 'monitoring/main has no alerting', WORKLOAD.replace(/  alerting: .*\n/, '')],
  [
    'two, which list nothing',
    'monitoring/main has no alerting',
    `${WORKLOAD.replace(/alertmanagers: .*/, 'alertmanagers: [] }')}\n---\n${PROMETHEUS.replace('main', 'other').replace(/  alerting: .*\n/, '')}`,
  ],
])('nobody gets the alerts of %s that sends them nowhere', (_what, reason, manifests) => {
  const certificate = certifyFolder(factsOf(manifests, rules('alerts', ...RULES), ROUTES), [allPodsDead]);
  expect(certificate.alerts.every(isNobody)).toBe(true);
  expect(certificate.heartbeat).toBe('lost');
  expect(notesOf(certificate)[0]).toBe(`Prometheus sends alerts to no Alertmanager: Prometheus ${reason}.`);
});

test('one of several that sends is enough', () => {
  const other = PROMETHEUS.replace('main', 'other').replace(/  alerting: .*\n/, '');
  expect(rowsOf(WORKLOAD, other, rules('alerts', RULES[0]!), ROUTES)[0]).toContain('pager');
});

test.each([
  ['alertmanager.enabled is false in Helm values values.yaml', {}],
  [undefined, { alertingEndpoints: [{ name: 'alerts', namespace: 'monitoring', port: 'web' }] }],
])('values that install no Alertmanager: %s', (unsent, prometheusSpec) => {
  const { value } = settledFacts({
    objects: readDocuments(rules('alerts', RULES[0]!), 'test.yaml').objects,
    values: {
      values: { alertmanager: { enabled: false }, prometheus: { prometheusSpec } },
      name: 'values.yaml',
      release: 'kps',
    },
  });
  expect(certifyFolder(value!).unsent).toBe(unsent);
});

test('values of the chart without receivers send no message, as its own route sends nothing', () => {
  const { value } = settledFacts({
    objects: readDocuments(rules('alerts', RULES[0]!), 'test.yaml').objects,
    values: { values: { prometheus: {} }, name: 'values.yaml', release: 'kps' },
  });
  const certificate = certifyFolder(value!);
  expect(certificate.alertmanager).toBe('Helm values values.yaml');
  expect(alertCells(certificate)[0]!.cells[2]).toBe('NOBODY');
});

test('recorded series that read themselves are not simulated', () => {
  const cycle = "{ record: a, expr: 'a + 1' }";
  expect(
    rowsOf(WORKLOAD, rules('alerts', cycle, "{ alert: A, expr: 'a > 1', labels: { severity: '' } }"), ROUTES),
  ).toEqual(['A | - | chat if team a, NOBODY if another team | - | unknown: no fault changes the metric a']);
});

describe('the command', () => {
  const evidence = (...texts: readonly string[]) => ({
    objects: readDocuments(texts.join('\n---\n'), 'test.yaml').objects,
  });

  it('misses an expectation when a critical alert reaches no receiver', () => {
    const lost = secret(`[{ matchers: ['severity = page'], receiver: pager }]`);
    const print = (...texts: readonly string[]) =>
      certifyEvidence(evidence(WORKLOAD, ...texts), 'text').missed;
    expect([print(rules('alerts', ...RULES), ROUTES), print(rules('alerts', ...RULES), lost)]).toEqual([
      false,
      true,
    ]);
  });

  it.each(['text', 'markdown', 'html', 'json'] as const)('prints %s', (format) => {
    const text = FOLDER_FORMATS[format](whole);
    for (const each of ['CartDown', 'pager', 'all pods are dead', 'alertmanager-main'])
      expect(text).toContain(each);
  });

  it('explains the bounds of one fault', () => {
    const { text } = certifyEvidence(
      evidence(WORKLOAD, rules('alerts', ...RULES), ROUTES),
      'text',
      'all pods are dead',
    );
    expect(text).toContain('pager is notified within 3m45s of CartDown: ');
  });

  it('explains it for any workload where none is scraped, and rejects an unknown fault', () => {
    const explained = (fault: string, ...objects: readonly string[]) =>
      certifyEvidence(
        evidence(PROMETHEUS, rules('alerts', ...RULES, ANY_DOWN), ROUTES, ...objects),
        'text',
        fault,
      ).text;
    expect(explained('all pods are dead')).toContain('AnyDown fires within ');
    expect(explained('all pods are dead', CRON_JOB)).toContain('AnyDown fires within ');
    expect(explained('all requests fail')).toContain(
      'any Deployment in any: all requests fail\n  Not tried: the fault changes no series that is known.',
    );
    expect(() => explained('no such fault')).toThrow('certify: unknown fault (--explain: "no such fault").');
  });

  it.each([
    [
      [WORKLOAD],
      'certify: no alerts found. Name files or a folder with PrometheusRules, or rule files of Prometheus.',
    ],
    [
      [rules('alerts', ...RULES), secret('[]').replace('route:', 'routes:')],
      'Secret monitoring/alertmanager-main: no configuration of Alertmanager with a route (alertmanager.yaml). Decrypt the Secret first, or leave it out and give the values of the chart.',
    ],
  ])('says what is missing: %#', (texts, message) => {
    expect(() => certifyEvidence(evidence(...texts), 'text')).toThrow(InvalidInput);
    expect(() => certifyEvidence(evidence(...texts), 'text')).toThrow(message);
  });

  it('names files that were not read where it finds no alerts', () => {
    const finding = {
      code: 'manifest-syntax',
      check: 'manifest-syntax',
      severity: 'error',
      resource: 'file rules.yaml',
      path: '',
      message: 'invalid YAML',
      found: undefined,
      expected: 'YAML that kubectl can read',
      fix: 'correct it',
    } as const;
    expect(() => certifyEvidence({ ...evidence(WORKLOAD), findings: [finding] }, 'text')).toThrow(
      'file rules.yaml: invalid YAML. Correct it.\ncertify: no alerts found.',
    );
  });
});
