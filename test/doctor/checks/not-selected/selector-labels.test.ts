import { check } from '../../../../src/doctor/checks/not-selected/selector-labels';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: ${spec}`);
const byTeam = prometheus('{ serviceMonitorSelector: { matchLabels: { team: a } } }');

test('a missing label is reported with the line that adds it', () => {
  expect(findingsFor(check, byTeam + yaml('ServiceMonitor', 'name: web'))).toEqual([
    {
      code: 'selector-labels',
      check: 'selector-labels',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'metadata.labels.team',
      message: 'a label is missing, so Prometheus does not select the object',
      found: undefined,
      expected: 'team=a (spec.serviceMonitorSelector of Prometheus monitoring/k8s)',
      fix: 'metadata: { labels: { team: a } }',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each<[string, string, string, string, unknown, string]>([
  [
    'another value',
    '{ matchLabels: { team: a } }',
    'labels: { team: b }',
    'metadata.labels.team',
    'b',
    'metadata: { labels: { team: a } }',
  ],
  [
    'a key with dots',
    '{ matchLabels: { app.kubernetes.io/part-of: a } }',
    '',
    'metadata.labels["app.kubernetes.io/part-of"]',
    undefined,
    'metadata: { labels: { app.kubernetes.io/part-of: a } }',
  ],
  [
    'a value that YAML would read as a number',
    '{ matchLabels: { tier: "1" } }',
    '',
    'metadata.labels.tier',
    undefined,
    'metadata: { labels: { tier: "1" } }',
  ],
  [
    'one of two labels',
    '{ matchLabels: { team: a, tier: web } }',
    'labels: { team: a }',
    'metadata.labels.tier',
    undefined,
    'metadata: { labels: { tier: web } }',
  ],
  [
    'both of two labels',
    '{ matchLabels: { team: a, tier: web } }',
    'labels: { app: x }',
    'metadata.labels',
    { app: 'x' },
    'metadata: { labels: { team: a, tier: web } }',
  ],
  [
    'In',
    '{ matchExpressions: [{ key: team, operator: In, values: [a, b] }] }',
    'labels: { team: c }',
    'metadata.labels.team',
    'c',
    'metadata: { labels: { team: a } }',
  ],
  [
    'Exists',
    '{ matchExpressions: [{ key: team, operator: Exists }] }',
    '',
    'metadata.labels.team',
    undefined,
    'metadata: { labels: { team: "true" } }',
  ],
  [
    'NotIn',
    '{ matchExpressions: [{ key: team, operator: NotIn, values: [a] }] }',
    'labels: { team: a }',
    'metadata.labels.team',
    'a',
    'remove team from metadata.labels',
  ],
  [
    'DoesNotExist, and a label',
    '{ matchLabels: { tier: web }, matchExpressions: [{ key: team, operator: DoesNotExist }] }',
    'labels: { team: a }',
    'metadata.labels',
    { team: 'a' },
    'metadata: { labels: { tier: web } }, and remove team from metadata.labels',
  ],
])('%s', (_what, selector, metadata, path, found, fix) => {
  const [finding] = findingsFor(
    check,
    prometheus(`{ serviceMonitorSelector: ${selector} }`) + yaml('ServiceMonitor', metadata),
  );
  expect(finding).toMatchObject({ path, found, fix });
});

test.each(['ServiceMonitor', 'PodMonitor', 'Probe', 'ScrapeConfig', 'PrometheusRule'])(
  'every kind is checked: %s',
  (kind) => {
    const prefix = kind === 'PrometheusRule' ? 'rule' : kind[0]!.toLowerCase() + kind.slice(1);
    const spec = prometheus(`{ ${prefix}Selector: { matchLabels: { team: a } } }`);
    const found = findingsFor(
      check,
      spec + yaml(kind, 'labels: { team: b }') + yaml(kind, 'name: y, labels: { team: a }'),
    );
    expect(found.map(({ resource }) => resource)).toEqual([`${kind} monitoring/x`]);
  },
);

test.each<[string, string]>([
  ['the label is there', byTeam + yaml('ServiceMonitor', 'labels: { team: a, more: b }')],
  ['a label is filled in later', byTeam + yaml('ServiceMonitor', 'labels: { team: "${TEAM}" }')],
  ['the selector is empty', prometheus('{ serviceMonitorSelector: {} }') + yaml('ServiceMonitor', '')],
  [
    'the selector selects nothing, which selector-nothing reports',
    prometheus('{ podMonitorSelector: {} }') + yaml('ServiceMonitor', ''),
  ],
  [
    'another Prometheus selects it',
    byTeam + prometheus('{ serviceMonitorSelector: {} }') + yaml('ServiceMonitor', ''),
  ],
  [
    'the kind belongs to another group',
    byTeam + yaml('ServiceMonitor', '').replace('monitoring.coreos.com', 'azmonitoring.coreos.com'),
  ],
  [
    'a Thanos Ruler selects the rule',
    prometheus('{ ruleSelector: { matchLabels: { team: a } } }') +
      yaml('ThanosRuler', '', 'spec: { ruleSelector: {} }') +
      yaml('PrometheusRule', ''),
  ],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test.each<[string, string, Parameters<typeof findingsFor>[2], string | undefined]>([
  ['values with a release, no label', '', values({}, 'prom'), 'error'],
  ['values with a release, another label', 'labels: { release: other }', values({}, 'prom'), 'error'],
  ['values with a release, the label', 'labels: { release: prom }', values({}, 'prom'), undefined],
  ['values without a release, no label: no release helps', '', values({}), 'error'],
  ['values without a release, the label of fewer', 'labels: { release: other }', values({}), 'warning'],
  ['neither, no label, and others have one', '', {}, 'warning'],
  ['neither, and two releases', 'labels: { release: other }', {}, 'info'],
])('severity: %s', (_what, metadata, sources, severity) => {
  const others =
    yaml('ServiceMonitor', 'name: a, labels: { release: prom }') +
    yaml('PodMonitor', 'labels: { release: prom }');
  const found = findingsFor(check, others + yaml('ServiceMonitor', metadata), sources);
  expect(found.map((finding) => finding.severity)).toEqual(severity === undefined ? [] : [severity]);
});

test('monitors alone, without any release, are info', () => {
  expect(findingsFor(check, yaml('ServiceMonitor', ''))).toMatchObject([
    {
      severity: 'info',
      expected:
        'release=prometheus (prometheus.prometheusSpec.serviceMonitorSelector of the defaults of kube-prometheus-stack 88.5.3)',
    },
  ]);
});

test('the Thanos Ruler of the values can select rules', () => {
  const rule = yaml('PrometheusRule', '');
  expect(findingsFor(check, rule, values({ thanosRuler: { enabled: true } }, 'prom'))).toEqual([]);
  expect(findingsFor(check, rule, values({ thanosRuler: { enabled: false } }, 'prom'))).toHaveLength(1);
});
