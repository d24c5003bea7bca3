import { check } from '../../../../src/doctor/checks/rejected/grafana-provisioning';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const dashboard = (data: object, label = '"1"') =>
  yaml('ConfigMap', `labels: { grafana_dashboard: ${label} }`, `data: ${JSON.stringify(data)}`);
const board = (more: object = {}) => JSON.stringify({ title: 'A', panels: [], ...more });
const exported = {
  __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' }],
  panels: [{ datasource: '${DS_PROMETHEUS}' }],
};
const loki = (isDefault: boolean, more: object = {}) => ({ name: 'Loki', type: 'loki', isDefault, ...more });
const datasources = (kind: string, field: string, list: object[]) =>
  yaml(
    kind,
    'labels: { grafana_datasource: "1" }',
    `${field}: { a.yaml: ${JSON.stringify(JSON.stringify({ datasources: list }))} }`,
  );

test('a dashboard whose key has another ending', () => {
  expect(findingsFor(check, dashboard({ 'topics.yaml': board() }))).toEqual([
    {
      code: 'grafana-provisioning',
      check: 'grafana-provisioning',
      severity: 'error',
      resource: 'ConfigMap monitoring/x',
      path: 'data["topics.yaml"]',
      message: 'Grafana loads files that end in .json only, so the dashboard is missing',
      found: 'topics.yaml',
      expected: 'a key that ends in .json',
      fix: 'rename the key topics.yaml to topics.json',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('an input that only an import in the browser replaces', () => {
  const found = (more: object) =>
    findingsFor(check, dashboard({ 'a.json': board({ ...exported, ...more }) }));
  expect(found({})).toMatchObject([
    {
      path: 'data["a.json"].templating.list',
      found: '${DS_PROMETHEUS}',
      fix: 'add to list: {"name":"DS_PROMETHEUS","type":"datasource","query":"prometheus"}',
    },
  ]);
  const current = { value: '${DS_PROMETHEUS}' };
  expect(
    found({ panels: [], templating: { list: [{ name: 'datasource', type: 'datasource', current }] } }),
  ).toMatchObject([{ path: 'data["a.json"].templating.list[0].current', fix: 'current: {}' }]);
  expect(found({ templating: { list: [{ name: 'DS_PROMETHEUS' }] } })).toEqual([]);
  expect(found({ panels: [] })).toEqual([]);
});

test('invalid JSON', () => {
  expect(findingsFor(check, dashboard({ 'a.json': '{ "panels": [], }' }))).toMatchObject([
    { message: 'invalid JSON, so Grafana does not load the dashboard', path: 'data["a.json"]' },
  ]);
});

test('a dashboard without title', () => {
  expect(findingsFor(check, dashboard({ 'a.json': '{"panels":[]}' }))).toMatchObject([
    { message: 'the dashboard has no title, so Grafana does not load it', fix: 'set title' },
  ]);
  expect(findingsFor(check, dashboard({ 'a.json': `{"dashboard":${board()},"meta":{}}` }))).toMatchObject([
    { fix: 'keep only the object below dashboard' },
  ]);
});

test('a data source at a Service that does not exist, beside one with its port', () => {
  const service = (name: string) =>
    yaml('Service', `name: ${name}`, 'spec: { selector: { a: b }, ports: [{ port: 9093 }] }');
  const source = (url: string) => datasources('ConfigMap', 'data', [{ name: 'A', url }]);
  expect(
    findingsFor(check, service('kps-alertmanager') + source('http://alertmanager.monitoring:9093/a')),
  ).toMatchObject([
    {
      severity: 'warning',
      path: 'data["a.yaml"].datasources[0].url',
      fix: 'url: http://kps-alertmanager.monitoring.svc:9093/a',
    },
  ]);
  for (const text of [
    service('alertmanager') + source('http://alertmanager.monitoring:9093'),
    service('kps-alertmanager') + source('http://alertmanager.other.svc:9093'),
    service('a-alertmanager') + service('b-alertmanager') + source('http://alertmanager.monitoring:9093'),
    service('kps-alertmanager') + source('https://alertmanager.example.com'),
  ])
    expect(findingsFor(check, text)).toEqual([]);
});

test('another value of the label than the chart selects', () => {
  const text = dashboard({ 'a.json': board() }, 'enabled');
  expect(findingsFor(check, text, values({}))).toMatchObject([
    { path: 'metadata.labels.grafana_dashboard', found: 'enabled', fix: 'grafana_dashboard: "1"' },
  ]);
  expect(findingsFor(check, text)).toEqual([]);
  const any = { grafana: { sidecar: { dashboards: { labelValue: '' } } } };
  expect(findingsFor(check, text, values(any))).toEqual([]);
});

test.each<[string, object, string]>([
  ['in values', { additionalDataSources: [loki(true)] }, 'grafana.additionalDataSources[0].isDefault'],
  [
    'in a file of the values',
    { datasources: { 'a.yaml': { datasources: [loki(true)] } } },
    'grafana.datasources["a.yaml"].datasources[0].isDefault',
  ],
])('a second default data source %s', (_what, grafana, path) => {
  expect(findingsFor(check, '', values({ grafana }))).toMatchObject([
    {
      path,
      message: 'Prometheus of the chart is the default data source too, so Grafana rejects its data sources',
      fix: 'isDefault: false',
    },
  ]);
});

test('default data sources of two objects', () => {
  const text =
    datasources('Secret', 'stringData', [loki(true)]) + datasources('ConfigMap', 'data', [loki(true)]);
  expect(findingsFor(check, text)).toMatchObject([{ resource: 'Secret monitoring/x' }]);
});

test.each<[string, string, object | undefined]>([
  ['a dashboard', dashboard({ 'a.json': board(), 'README.md': 'text' }), undefined],
  ['a chart that was not rendered', dashboard({ 'a.json': '{{ .Files.Get "a" }}' }), undefined],
  ['one default data source', datasources('ConfigMap', 'data', [loki(true)]), undefined],
  ['organizations', datasources('ConfigMap', 'data', [loki(true), loki(true, { orgId: 2 })]), undefined],
  ['no default', '', { additionalDataSources: [loki(false)] }],
  [
    'another default than that of the chart',
    '',
    { additionalDataSources: [loki(true)], sidecar: { datasources: { isDefaultDatasource: false } } },
  ],
  [
    'the rendered chart beside its values',
    datasources('ConfigMap', 'data', [loki(true)]).replace(
      '"1"',
      '"1", app.kubernetes.io/part-of: kube-prometheus-stack',
    ),
    { additionalDataSources: [loki(true)] },
  ],
  ['a chart without Grafana', '', { enabled: false, additionalDataSources: [loki(true)] }],
])('it finds nothing in %s', (_what, text, grafana) => {
  expect(findingsFor(check, text, grafana === undefined ? {} : values({ grafana }))).toEqual([]);
});

const searching = (searchNamespace: unknown) =>
  findingsFor(
    check,
    dashboard({ 'a.json': board() }).replace('namespace: monitoring', 'namespace: apps'),
    values({ grafana: { sidecar: { dashboards: { searchNamespace } } } }),
  );

test('a dashboard in a namespace that the sidecar does not search', () => {
  expect(searching('grafana,team')).toMatchObject([
    {
      severity: 'error',
      path: 'metadata.namespace',
      message: 'the sidecar of Grafana searches namespace grafana, team only, so the dashboard is missing',
      fix: 'grafana: { sidecar: { dashboards: { searchNamespace: ALL } } }',
    },
  ]);
  // Then it is the namespace of the release.
  expect(searching(null)).toMatchObject([{ severity: 'warning' }]);
  for (const searched of ['ALL', 'apps', ['team', 'apps'], undefined])
    expect(searching(searched)).toEqual([]);
});

describe('the data source of a panel', () => {
  const prometheus = (more: object = {}) =>
    datasources('ConfigMap', 'data', [{ name: 'Main', type: 'prometheus', ...more }]);
  const panel = (uid: string) =>
    dashboard({ 'a.json': board({ panels: [{ datasource: { type: 'prometheus', uid } }] }) });

  test('is of another Grafana', () => {
    expect(findingsFor(check, prometheus({ uid: 'main' }) + panel('P1809F7CD0C75ACF3'))).toMatchObject([
      {
        severity: 'warning',
        path: 'data["a.json"]',
        message:
          'no data source of Prometheus that was read has the uid P1809F7CD0C75ACF3, so the panels report "Datasource P1809F7CD0C75ACF3 was not found"',
        fix: 'replace "P1809F7CD0C75ACF3" by "main" in the dashboard, or by a variable of type datasource',
      },
    ]);
    expect(findingsFor(check, panel('old'), values({}))).toMatchObject([{ expected: 'prometheus' }]);
  });

  test.each([
    ['its uid', prometheus({ uid: 'main' }) + panel('main')],
    ['its name', prometheus({ uid: 'main' }) + panel('Main')],
    [
      'the uid that Grafana makes of the name',
      prometheus({ name: 'Prometheus' }) + panel('PBFA97CFB590B2093'),
    ],
    ['a variable', prometheus({ uid: 'main' }) + panel('${datasource}')],
    ['one of a Grafana that was not read', panel('old')],
    [
      'a source of another type',
      prometheus({ uid: 'main' }) +
        dashboard({ 'a.json': board({ panels: [{ datasource: { type: 'loki', uid: 'old' } }] }) }),
    ],
  ])('is %s', (_what, text) => {
    expect(findingsFor(check, text)).toEqual([]);
  });

  test('is that of the chart', () => {
    const grafana = { sidecar: { datasources: { uid: 'own' } } };
    expect(findingsFor(check, panel('own'), values({ grafana }))).toEqual([]);
    expect(findingsFor(check, panel('prometheus'), values({}))).toEqual([]);
  });
});
