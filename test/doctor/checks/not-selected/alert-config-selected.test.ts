import { check } from '../../../../src/doctor/checks/not-selected/alert-config-selected';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const config = (metadata = '') =>
  `---\n{ apiVersion: monitoring.coreos.com/v1alpha1, kind: AlertmanagerConfig, metadata: { name: team, namespace: shop${metadata} } }\n`;
const alertmanager = (spec: string, name = 'main') =>
  yaml('Alertmanager', `name: ${name}`, `spec: { ${spec} }`);
const everywhere = 'alertmanagerConfigNamespaceSelector: {}';

test('an Alertmanager without selector selects no AlertmanagerConfig', () => {
  expect(findingsFor(check, config() + alertmanager(''))).toEqual([
    {
      code: 'alert-config-selected',
      check: 'alert-config-selected',
      severity: 'error',
      resource: 'Alertmanager monitoring/main',
      path: 'spec.alertmanagerConfigSelector',
      message:
        'without alertmanagerConfigSelector, the Alertmanager does not select AlertmanagerConfig shop/team',
      found: undefined,
      expected: 'a selector; {} selects everything',
      fix: 'alertmanagerConfigSelector: {}',
      at: { file: 'test.yaml', line: 4 },
    },
  ]);
});

test.each([
  [
    'labels that differ',
    `alertmanagerConfigSelector: { matchLabels: { role: alerts } }, ${everywhere}`,
    'error',
    'metadata.labels',
    'the labels do not match alertmanagerConfigSelector of Alertmanager monitoring/main',
  ],
  [
    'another namespace',
    'alertmanagerConfigSelector: {}',
    'error',
    'spec.alertmanagerConfigNamespaceSelector',
    'without alertmanagerConfigNamespaceSelector, the Alertmanager selects only from its own namespace, which leaves out AlertmanagerConfig shop/team',
  ],
])('it finds %s', (_what, spec, severity, path, message) => {
  expect(findingsFor(check, config() + alertmanager(spec))).toMatchObject([{ severity, path, message }]);
});

const namespace = (labels: string) =>
  `---\n{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { ${labels} } } }\n`;
const labelled =
  'alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: { matchLabels: { alerts: own } }';

test('a namespace without the label is not selected', () => {
  expect(findingsFor(check, namespace('team: shop') + config() + alertmanager(labelled))).toMatchObject([
    {
      severity: 'error',
      resource: 'AlertmanagerConfig shop/team',
      path: 'metadata.namespace',
      message:
        'alertmanagerConfigNamespaceSelector of Alertmanager monitoring/main does not select this namespace',
      expected: 'a namespace with alerts=own',
      fix: 'kubectl label namespace shop alerts=own',
    },
  ]);
});

test.each([
  ['a namespace with the label', namespace('alerts: own') + config() + alertmanager(labelled)],
  ['a namespace that was not read', config() + alertmanager(labelled)],
  ['everything selected', config() + alertmanager(`alertmanagerConfigSelector: {}, ${everywhere}`)],
  [
    'labels that match',
    config(', labels: { a: b }') +
      alertmanager(`alertmanagerConfigSelector: { matchLabels: { a: b } }, ${everywhere}`),
  ],
  [
    'one Alertmanager of two',
    config() + alertmanager('') + alertmanager(`alertmanagerConfigSelector: {}, ${everywhere}`, 'b'),
  ],
  [
    'the global configuration of the Alertmanager',
    config().replace('shop', 'monitoring') + alertmanager('alertmanagerConfiguration: { name: team }'),
  ],
  ['no Alertmanager', config()],
])('it finds nothing with %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});

describe('values of the chart', () => {
  const found = (alertmanager: object) =>
    findingsFor(check, config(', labels: { alertmanager: config }'), values({ alertmanager }));
  const selecting = (matchLabels: object) => ({
    alertmanagerSpec: { alertmanagerConfigSelector: { matchLabels } },
  });

  it('select everything where the selector is null', () => {
    expect(found({ alertmanagerSpec: { alertmanagerConfigSelector: null } })).toEqual([]);
  });

  it('select by label', () => {
    expect(found(selecting({ alertmanager: 'slack' }))).toMatchObject([
      {
        severity: 'error',
        resource: 'AlertmanagerConfig shop/team',
        message: 'the labels do not match alertmanagerConfigSelector of the values',
        fix: 'metadata: { labels: { alertmanager: slack } }',
      },
    ]);
  });

  it('select by namespace', () => {
    const spec = {
      alertmanagerConfigNamespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
    };
    expect(found({ alertmanagerSpec: spec })).toMatchObject([{ path: 'metadata.namespace' }]);
  });

  it.each([
    ['the label', selecting({ alertmanager: 'config' })],
    ['no selector, as the chart selects everything', { alertmanagerSpec: {} }],
    ['no Alertmanager', { enabled: false, ...selecting({ a: 'b' }) }],
  ])('select it with %s', (_what, alertmanager) => {
    expect(found(alertmanager)).toEqual([]);
  });
});
