import { BLINDSPOT_FORMATS } from '../../src/blindspots/formats/index';
import { blindspots, type Judged } from '../../src/blindspots/run';
import { MUTATORS } from '../../src/blindspots/mutators/index';
import type { Mutator } from '../../src/blindspots/mutator';
import { evidenceOf, STACK } from './cart';

/** Which value of which object a mutant changes. */
function changeOf({ target, path, to }: Judged['edit']): string {
  const name = target.kind === 'object' ? `${target.object.kind} ${target.object.name}` : target.kind;
  return [name, ...(path.length === 0 ? [] : [path.join('.')]), ...(typeof to === 'string' ? [to] : [])].join(
    ' ',
  );
}

const only = (name: string, keeps: (change: string) => boolean): Mutator => {
  const mutator = MUTATORS.find((each) => each.name === name)!;
  return { ...mutator, edits: (original) => mutator.edits(original).filter((edit) => keeps(changeOf(edit))) };
};

const ran = (stack: string, name: string, keeps: (change: string) => boolean) =>
  blindspots(evidenceOf(stack), { budget: 1000, seed: 1, mutators: [only(name, keeps)] });

/** The verdict on the one mutant of a kind that makes this change. */
function verdict(stack: string, name: string, change: string): string {
  const { judged } = ran(stack, name, (each) => each === change);
  expect(judged).toHaveLength(1);
  const [{ verdict: found }] = judged as [Judged];
  switch (found.kind) {
    case 'doctor':
    case 'equivalent':
    case 'unjudged':
      return found.kind;
    case 'alert':
      return `alert ${found.alert}`;
    default:
      return `${found.kind} ${found.changes.map(({ page, how }) => `${page.alert.rule.name}: ${how}`).join('; ')}`;
  }
}

const KUBELET = `
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: kubelet, namespace: monitoring, labels: { role: monitors } }
spec:
  jobLabel: app.kubernetes.io/name
  namespaceSelector: { matchNames: [kube-system] }
  selector: { matchLabels: { app.kubernetes.io/name: kubelet } }
  endpoints: [{ port: https-metrics, scheme: https, interval: 30s }]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: kubelet, namespace: monitoring, labels: { role: alerts } }
spec:
  groups:
    - name: kubelet
      rules:
        - { alert: PodsStuck, expr: 'rate(kubelet_errors_total{job="kubelet"}[5m]) > 1', labels: { severity: critical } }
`;
const ABSENT = `        - { alert: KubeletGone, expr: 'absent(up{job="kubelet"})', labels: { severity: critical } }
`;

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

test('a threshold of != 0 or < 0 is not raised, as the alert would fire more often or as often', () => {
  const rules = STACK.replace('cart:errors:rate5m > 5', 'cart:errors:rate5m != 0').replace('< 2', '< 0');
  expect(ran(rules, 'threshold', (change) => /(!= |< -|< 0)/.test(change)).judged).toEqual([]);
});

test('a scrape of which no alert names the job is not judged', () => {
  const { judged, ...found } = ran(STACK + KUBELET.replaceAll('{job="kubelet"}', ''), 'interval', (change) =>
    change.startsWith('ServiceMonitor kubelet'),
  );
  expect(judged.map((each) => each.verdict)).toEqual([
    {
      kind: 'unjudged',
      reason:
        'the targets of ServiceMonitor monitoring/kubelet are not among the manifests, and no alert matches on their job',
    },
  ]);
  expect(BLINDSPOT_FORMATS.text({ judged, ...found })).toMatch(/^change .* not judged +changes nothing\n/);
});
