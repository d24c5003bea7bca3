import { edited } from '../../src/blindspots/edit';
import { survivors } from '../../src/blindspots/formats/words';
import { isAcceptable, judged as judgedDiff } from '../../src/diff/acknowledged';
import { compareBounds } from '../../src/diff/bounds/compare-bounds';
import { compareSides } from '../../src/diff/compare';
import { sideOf, type Side, type SideFacts } from '../../src/diff/side';
import { plainObject } from '../../src/doctor/sources/plain-files';
import { factsOf } from '../../src/doctor/facts';
import { allPodsDead } from '../../src/faults/list/all-pods-dead';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { BLINDSPOT_FORMATS } from '../../src/blindspots/formats/index';
import { blindspots } from '../../src/blindspots/run';
import { MUTATORS } from '../../src/blindspots/mutators/index';
import { evidenceOf, STACK } from './cart';
import { ABSENT, KUBELET, only, ran, verdict } from './verdict';

describe('a monitor whose targets are not among the manifests', () => {
  it.each([
    ['port', 'ServiceMonitor kubelet spec.endpoints.0.port https-metrics-x'],
    ['selector', 'ServiceMonitor kubelet spec.selector.matchLabels.app.kubernetes.io/name kubelet-x'],
    ['namespace-selector', 'ServiceMonitor kubelet spec.namespaceSelector.matchNames.0 kube-system-x'],
    ['deleted-object', 'ServiceMonitor kubelet'],
  ])('may find none after a change of its %s', (mutator, change) => {
    expect(verdict(STACK + KUBELET, mutator, change)).toBe(
      'survived PodsStuck: it may no longer read ServiceMonitor monitoring/kubelet',
    );
    expect(verdict(STACK + KUBELET + ABSENT, mutator, change)).toBe('alert KubeletGone');
  });

  it('is not that of alerts that exclude other jobs', () => {
    const others = KUBELET.replace('kubelet_errors_total{job="kubelet"}', 'errors_total{job!="coredns"}');
    expect(
      verdict(STACK + others, 'port', 'ServiceMonitor kubelet spec.endpoints.0.port https-metrics-x'),
    ).toBe('unjudged');
  });

  it('may find others after a change of its interval, and alerts on other jobs stay the same', () => {
    expect(
      verdict(STACK + KUBELET + ABSENT, 'interval', 'ServiceMonitor kubelet spec.endpoints.0.interval 20m'),
    ).toBe('survived PodsStuck: it may read other samples of ServiceMonitor monitoring/kubelet');
  });

  it('loses the metric that a rule reads of its job', () => {
    expect(
      verdict(STACK + KUBELET, 'relabeling', 'ServiceMonitor kubelet spec.endpoints.0.metricRelabelings'),
    ).toBe(
      'survived PodsStuck: it no longer reads kubelet_errors_total of ServiceMonitor monitoring/kubelet',
    );
  });
});

describe('an alert on absent()', () => {
  it('fires at once, where nothing has the series that it looks for', () => {
    const expr = 'PrometheusRule cart spec.groups.0.rules.4.expr';
    expect(verdict(STACK, 'metric', `${expr} absent(up_x{job="cart"})`)).toBe('alert CartGone');
    expect(verdict(STACK, 'matcher', `${expr} absent(up{job="x-other"})`)).toBe('alert CartGone');
  });

  it('does not, where it reaches no receiver, or compares with a series that is gone', () => {
    const silent = STACK.replace('matchers: [\'severity="critical"\']', 'matchers: [\'severity="page"\']');
    expect(
      verdict(silent, 'metric', 'PrometheusRule cart spec.groups.0.rules.4.expr absent(up_x{job="cart"})'),
    ).toMatch(/^survived/);
    const compared = STACK.replace(
      'absent(up{job="cart"})',
      'absent(up{job="cart"}) and on () up{job="cart"} == 0',
    );
    expect(
      verdict(
        compared,
        'matcher',
        'PrometheusRule cart spec.groups.0.rules.4.expr absent(up{job="x-other"}) and on () up{job="x-other"} == 0',
      ),
    ).toMatch(/^survived/);
  });
});

describe('a configuration of Alertmanager', () => {
  it('that is deleted is not noticed by certify, which reports unknown receivers', () => {
    expect(verdict(STACK, 'deleted-object', 'Secret alertmanager-main')).toMatch(
      /^survived CartErrors: pager is not notified/,
    );
  });

  it('silences a page by an alert that notifies other receivers', () => {
    const stack = STACK.replace(
      `target_matchers: ['severity="warning"']`,
      `target_matchers: ['severity="critical"', 'team="none"']`,
    ).replace(
      `source_matchers: ['severity="critical"', 'alertname="CartDown"']`,
      `source_matchers: ['severity="warning"']`,
    );
    expect(verdict(stack, 'inhibition', 'config inhibit_rules.0.target_matchers.1')).toContain(
      'CartErrors: it is suppressed while CartSlow fires, which does not notify pager',
    );
    const [judged] = ran(stack, 'inhibition', (change) => change.includes('target_matchers.1')).judged;
    expect(judged!.verdict).toMatchObject({ kind: 'survived', changes: [{ kind: 'silenced' }, {}, {}] });
  });
});

test('an alert of severity page is one that must not be silenced', () => {
  const { judged } = ran(STACK.replaceAll('critical', 'page'), 'route-matcher', () => true);
  expect(judged.map((each) => each.verdict.kind)).toContain('certificate');
});

describe('without a configuration of Alertmanager', () => {
  const stack = STACK.slice(0, STACK.indexOf('---\napiVersion: v1\nkind: Secret'));

  it('an alert that fires later, or has another severity, is not the same', () => {
    expect(verdict(stack, 'for', 'PrometheusRule cart spec.groups.0.rules.3.for 2h')).toBe(
      'survived CartDown: it fires 119 min later',
    );
    expect(verdict(stack, 'severity', 'PrometheusRule cart spec.groups.0.rules.3.labels.severity info')).toBe(
      'survived CartDown: its severity is info, which routes may not notify',
    );
  });
});

test('alerts that reach no receiver are counted', () => {
  const { notes } = blindspots(evidenceOf(STACK), { budget: 1, seed: 1 });
  expect(notes).toEqual([
    '1 alert reaches no receiver: a change of time, severity or route changes nothing for it.',
  ]);
  const silent = STACK.replace('matchers: [\'severity="warning"\']', 'matchers: [\'severity="none"\']');
  expect(blindspots(evidenceOf(silent), { budget: 1, seed: 1 }).notes).toEqual([
    '2 alerts reach no receiver: a change of time, severity or route changes nothing for them.',
  ]);
});

test('a workload is not the source of the series of another exporter', () => {
  const node = STACK.replace('rate(cart_seconds_bucket{job="cart", le="0.5"}[5m]) < 2', 'node_load1 > 8');
  expect(verdict(node, 'deleted-object', 'ServiceMonitor cart')).not.toContain('CartSlow');
  const own = STACK.replace('rate(cart_seconds_bucket{job="cart", le="0.5"}[5m]) < 2', 'cart_load > 8');
  expect(
    verdict(
      own.replace('absent(up{job="cart"})', 'up{job="x"} == 0'),
      'deleted-object',
      'ServiceMonitor cart',
    ),
  ).toContain('CartSlow');
});

describe('metrics of a common exporter without a job', () => {
  it.each([
    ['prometheus-server', 'prometheus_tsdb_head_series'],
    ['alertmanager', 'alertmanager_alerts'],
    ['cart-redis', 'redis_connected_clients'],
    ['coredns', 'coredns_panics_total'],
  ])('are read of the workload %s', (name, metric) => {
    const stack = STACK.replace('rate(cart_seconds_bucket{job="cart", le="0.5"}[5m]) < 2', `${metric} > 9`);
    expect(
      verdict(stack.replaceAll(/cart$|cart(?=[,\s}])/gm, name), 'deleted-object', `ServiceMonitor ${name}`),
    ).toContain(`CartSlow: it no longer reads Deployment shop/${name}`);
  });

  it.each(['prometheus-operator', 'kube-prometheus-stack-grafana', 'etcdctl'])(
    'are not read of %s',
    (name) => {
      const stack = STACK.replace(
        'rate(cart_seconds_bucket{job="cart", le="0.5"}[5m]) < 2',
        'prometheus_tsdb_head_series > 9 or etcd_server_id > 9',
      );
      expect(
        verdict(stack.replaceAll(/cart$|cart(?=[,\s}])/gm, name), 'deleted-object', `ServiceMonitor ${name}`),
      ).not.toContain('CartSlow');
    },
  );

  it('are read of a scrape whose targets are not among the manifests', () => {
    expect(
      verdict(STACK + KUBELET.replace('{job="kubelet"}', ''), 'deleted-object', 'ServiceMonitor kubelet'),
    ).toBe('survived PodsStuck: it may no longer read ServiceMonitor monitoring/kubelet');
    expect(
      verdict(
        STACK + KUBELET.replace('{job="kubelet"}', '{job!~".*kubelet"}'),
        'deleted-object',
        'ServiceMonitor kubelet',
      ),
    ).toBe('unjudged');
  });
});

test('a threshold of != 0 or < 0 is not raised, as the alert would fire more often or as often', () => {
  const rules = STACK.replace('cart:errors:rate5m > 5', 'cart:errors:rate5m != 0').replace('< 2', '< 0');
  expect(ran(rules, 'threshold', (change) => /(!= |< -|< 0)/.test(change)).judged).toEqual([]);
});

test('a scrape of which no alert names the job is not judged', () => {
  const { judged, ...found } = ran(
    STACK + KUBELET.replaceAll('kubelet_errors_total{job="kubelet"}', 'errors_total'),
    'interval',
    (change) => change.startsWith('ServiceMonitor kubelet'),
  );
  expect(judged.map((each) => each.verdict)).toEqual([
    {
      kind: 'unjudged',
      reason:
        'the targets of ServiceMonitor monitoring/kubelet are not among the manifests, and no alert reads their job or every one',
    },
  ]);
  expect(BLINDSPOT_FORMATS.text({ judged, ...found })).toMatch(/^change .* not judged +changes nothing\n/);
});

describe('routes of every spelling', () => {
  const OBJECT = `
---
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main, namespace: monitoring }
spec:
  alertmanagerConfigSelector: {}
  alertmanagerConfigNamespaceSelector: {}
  alertmanagerConfigMatcherStrategy: { type: None }
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: team, namespace: shop }
spec:
  route:
    receiver: mail
    matchers: [{ name: severity, value: critical, matchType: '=' }]
    routes: [{ receiver: chat, matchers: [{ name: alertname, value: CartDown }], continue: true }, { receiver: mail }]
  receivers:
    - { name: mail, emailConfigs: [{ to: a@example.com }] }
    - { name: chat, webhookConfigs: [{ url: 'https://chat.example.com' }] }
  muteTimeIntervals: [{ name: nights, timeIntervals: [{ times: [{ startTime: '22:00', endTime: '23:00' }] }] }]
  inhibitRules:
    - { sourceMatch: [{ name: alertname, value: CartSlow }], targetMatch: [{ name: alertname, value: CartErrors }], equal: [pod] }
`;
  it.each([
    ['route-matcher', 'spec.route.matchers.0.value x-other', 'shop/team/mail is not notified'],
    ['receiver', 'spec.route.routes.0.receiver mail', 'doctor'],
    ['integration', 'spec.receivers.1.webhookConfigs', 'CartDown: shop/team/chat is not notified'],
    ['continue', 'spec.route.routes.0.continue', 'CartDown: shop/team/mail is not notified'],
    [
      'mute-time',
      'spec.route.routes.0.muteTimeIntervals',
      'CartDown: shop/team/chat is not notified during nights',
    ],
    [
      'inhibition',
      'spec.inhibitRules.0.targetMatch.0',
      'CartGone: it is suppressed while CartSlow fires, which does not notify shop/team/mail, pager',
    ],
  ])('an AlertmanagerConfig: %s', (mutator, path, expected) => {
    expect(verdict(STACK + OBJECT, mutator, `AlertmanagerConfig team ${path}`)).toContain(expected);
  });

  const old = STACK.replace(`matchers: ['severity="critical"']`, 'match: { severity: critical }').replace(
    `matchers: ['severity="warning"']`,
    'match_re: { severity: warning|info }',
  );
  it.each([
    ['match.severity', 'certificate CartErrors: pager is not notified'],
    ['match_re.severity', 'survived CartSlow: chat is not notified'],
  ])('the deprecated %s', (path, expected) => {
    const number = path === 'match.severity' ? 0 : 1;
    expect(verdict(old, 'route-matcher', `config route.routes.${number}.${path} x-other`)).toContain(
      expected,
    );
  });

  it('settings that all receivers share', () => {
    const global = STACK.replace(
      'alertmanager.yaml: |',
      'alertmanager.yaml: |\n    global: { slack_api_url_file: /etc/url, smtp_auth_password_file: /etc/p }',
    );
    expect(verdict(global, 'secret-key', 'config global.slack_api_url_file /etc/url-x')).toBe(
      'survived CartSlow: chat has other settings',
    );
    expect(verdict(global, 'secret-key', 'config global.smtp_auth_password_file /etc/p-x')).toBe(
      'equivalent',
    );
  });

  it('routes that are muted suffer only for the alerts that take them', () => {
    const timed = STACK.replace(
      '    receivers:',
      `    time_intervals: [{ name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }]\n    receivers:`,
    );
    expect(verdict(timed, 'mute-time', 'config route.routes.1.mute_time_intervals')).toBe(
      'survived CartSlow: chat is not notified during nights',
    );
  });
});

test('alerts with the same changes are one line, which names those that wake people, and no more than four', () => {
  const alerts = Array.from(
    { length: 6 },
    (_, index) => `
        - { alert: More${index}, expr: 'cart:errors:rate5m > ${index}', labels: { severity: warning } }`,
  ).join('');
  const stack = STACK.replace(
    '        - { alert: CartErrors',
    `${alerts.slice(1)}\n        - { alert: CartErrors`,
  );
  const pages = (name: string) =>
    survivors(ran(stack, name, (change) => change.startsWith('PrometheusRule')))[0]!.pages;
  expect(pages('renamed-record')).toEqual([
    'CartErrors, More0, More1, More2 and 3 more: it no longer reads the rule cart:errors:rate5m; its condition is another one',
  ]);
});

/** Whether `signalproof diff` fails after a change, or lists it. */
function noticed(stack: string, name: string, change: string): 'fails' | 'lists' | undefined {
  const { inputs, judged } = ran(stack, name, (each) => each === change);
  const side = (objects: readonly KubernetesObject[]): Side =>
    sideOf(factsOf({ objects }) as SideFacts, 'side');
  const [before, after] = [side(inputs.objects!), side(edited(inputs, judged[0]!.edit).objects!)];
  const bounds = compareBounds(before, after, [allPodsDead]);
  const difference = compareSides(before, after);
  const found = judgedDiff(difference, bounds.changes, { options: [], trailers: [], maxDelay: 300 });
  if (!isAcceptable(found)) return 'fails';
  return difference.effects.length > 0 ? 'lists' : undefined;
}

describe('what a survivor is said to be caught by', () => {
  const timed = STACK.replace('{ receiver: pager,', '{ receiver: pager, continue: true,')
    .replace('critical"\'] }', 'critical"\', \'cluster="west"\'] }')
    .replace('ruleNamespaceSelector: {}', 'ruleNamespaceSelector: {}\n  externalLabels: { cluster: west }')
    .replace(
      '    receivers:',
      `        - { receiver: chat, matchers: ['severity="critical"'] }\n    time_intervals: [{ name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }]\n    receivers:`,
    );
  it.each([
    ['for', 'PrometheusRule cart spec.groups.0.rules.3.for 2h'],
    ['interval', 'PrometheusRule cart spec.groups.0.interval 20m'],
    ['severity', 'PrometheusRule cart spec.groups.0.rules.3.labels.severity info'],
    ['receiver', 'config route.routes.0.receiver nothing'],
    ['route-matcher', 'config route.routes.0.matchers.0 severity="x-other"'],
    ['continue', 'config route.routes.0.continue'],
    ['group-wait', 'config route.routes.0.group_wait 30m'],
    ['external-label', 'Prometheus main spec.externalLabels.cluster'],
    ['mute-time', 'config route.routes.0.mute_time_intervals'],
    ['integration', 'config receivers.1.pagerduty_configs'],
    ['inhibition', 'config inhibit_rules.0.source_matchers.1'],
    ['deleted-object', 'PrometheusRule cart'],
  ])('signalproof diff: %s', (name, change) => {
    expect(noticed(timed, name, change)).toBe(name === 'continue' ? 'lists' : 'fails');
    expect(MUTATORS.find((each) => each.name === name)!.caughtBy).toContain('signalproof diff');
  });
});

describe('the Prometheus', () => {
  const PLAIN = [
    {
      rule_files: ['/etc/rules/*.yml', 'more.rules'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
    },
    {
      groups: [{ name: 'a', rules: [{ alert: 'Down', expr: 'up == 0', labels: { severity: 'critical' } }] }],
    },
    {
      route: { receiver: 'chat' },
      receivers: [{ name: 'chat', webhook_configs: [{ url: 'https://chat.example.com' }] }],
    },
  ].map((file, index) => plainObject(file, ['prometheus.yml', 'rules/all.yml', 'alertmanager.yml'][index]!)!);
  const judgedPlain = (name: string) =>
    blindspots({ objects: PLAIN }, { budget: 9, seed: 1, mutators: [only(name, () => true)] });

  it('without an operator loses its Alertmanager, or a rule file', () => {
    expect(judgedPlain('alerting').judged).toMatchObject([{ verdict: { kind: 'doctor' } }]);
    expect(survivors(judgedPlain('rule-file'))).toEqual([
      {
        change: 'file prometheus.yml rule_files[0]: /etc/rules/*.yml became /etc/rules/*.yml-x',
        pages: ['Down: no prometheus.yml loads its file'],
        critical: true,
        caughtBy: 'count the rule files that promtool check config finds',
      },
    ]);
  });

  it('of an operator loses one of two Alertmanagers, which changes nothing, or selects another namespace', () => {
    expect(verdict(STACK, 'alerting', 'Prometheus main spec.alerting.alertmanagers.0')).toMatch(
      /^certificate .*CartDown: Prometheus sends it to no Alertmanager/,
    );
    const more = STACK.replace('port: web }', 'port: web }, { name: b, namespace: monitoring, port: web }');
    expect(verdict(more, 'alerting', 'Prometheus main spec.alerting.alertmanagers.0')).toBe('equivalent');
    expect(verdict(STACK, 'selector-flag', 'Prometheus main spec.ruleNamespaceSelector')).toBe('doctor');
  });
});

describe('an aggregation loses a label of its by', () => {
  const expressions = (expr: string): readonly string[] =>
    ran(STACK.replace('up{job="cart"} == 0', expr), 'aggregation', (change) =>
      change.includes('rules.3.'),
    ).judged.map(({ edit }) => String(edit.to));

  it('one at a time, but no label that a single Prometheus does not store, or that another one tells', () => {
    expect(expressions('max by (pod, instance) (up) == 0')).toEqual([]);
    expect(expressions('max by (pod, zone, cluster) (up) == 0 or min without (pod) (up) == 0')).toEqual([
      'max by (zone, cluster) (up) == 0 or min without (pod) (up) == 0',
      'max by (pod, cluster) (up) == 0 or min without (pod) (up) == 0',
    ]);
  });

  it('unless a sum of the sums has the same value', () => {
    expect(expressions('sum by (zone) (sum by (zone, pod) (up)) == 0')).toEqual([
      'sum by (zone) (sum by (pod) (up)) == 0',
      'sum by () (sum by (zone, pod) (up)) == 0',
    ]);
    expect(expressions('count(sum by (pod) (up)) == 0')).toEqual(['count(sum by () (up)) == 0']);
    expect(expressions('max without (pod) (max by (pod, zone) (up)) == 0')).toEqual([
      'max without (pod) (max by (pod) (up)) == 0',
    ]);
    expect(expressions('sum(sum by (pod) (up)) == 0')).toEqual([]);
  });

  it('which alters its condition', () => {
    const rules = STACK.replace('sum(rate(cart_errors', 'sum by (pod) (rate(cart_errors');
    expect(ran(rules, 'aggregation', () => true).judged.map((each) => each.verdict.kind)).toEqual([
      'survived',
    ]);
  });
});

test('a route that waits longer for its groups delays the page', () => {
  expect(verdict(STACK, 'group-wait', 'config route.routes.1.group_wait 30m')).toBe(
    'survived CartSlow: chat is notified 30 min later',
  );
});
