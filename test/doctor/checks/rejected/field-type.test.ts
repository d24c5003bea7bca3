import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/rejected/field-type';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const spec = (fields: string) =>
  yaml('ServiceMonitor', '', `spec: { selector: {}, endpoints: [], ${fields} }`);
const endpoint = (fields: string) =>
  yaml('ServiceMonitor', '', `spec: { selector: {}, endpoints: [{ ${fields} }] }`);

const alerts = (route: string) =>
  yaml('AlertmanagerConfig', '', `spec: { route: { receiver: a, routes: [{ ${route} }] } }`);

test('the API server takes no string for a boolean', () => {
  expect(findingsFor(check, endpoint('honorLabels: "true"'))).toEqual([
    {
      code: 'field-type',
      check: 'field-type',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/x',
      path: 'spec.endpoints[0].honorLabels',
      message: 'the field takes true or false, without quotes, so the API server rejects the object',
      found: 'true',
      expected: 'true or false, without quotes',
      fix: 'honorLabels: true',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('booleans and numbers of YAML 1.1 have the types that kubectl reads', () => {
  const fields = endpoint('followRedirects: y, honorLabels: on, enableHttp2: No');
  expect(findingsFor(check, `${fields}\n---\n${spec('sampleLimit: 1_000, targetLimit: 0b11')}`)).toEqual([]);
  expect(findingsFor(check, spec('jobLabel: no'))).toMatchObject([
    { found: false, fix: 'jobLabel: "false"' },
  ]);
});

test.each([
  [
    'sampleLimit: "5000"',
    'spec.sampleLimit',
    'the field takes a number, without quotes',
    'sampleLimit: 5000',
  ],
  ['jobLabel: 5', 'spec.jobLabel', 'the field takes a string', 'jobLabel: "5"'],
  ['targetLabels: team', 'spec.targetLabels', 'the field takes a list', 'targetLabels: ["team"]'],
  ['targetLabels: [1]', 'spec.targetLabels[0]', 'the field takes a string', '- "1"'],
  ['attachMetadata: true', 'spec.attachMetadata', 'the field takes a map', 'attachMetadata: {"node":true}'],
  [
    'fallbackScrapeProtocol: Text',
    'spec.fallbackScrapeProtocol',
    'unsupported value',
    'write fallbackScrapeProtocol as one of PrometheusProto, OpenMetricsText0.0.1, OpenMetricsText1.0.0, PrometheusText0.0.4, PrometheusText1.0.0',
  ],
])('it finds %s', (fields, path, problem, fix) => {
  expect(findingsFor(check, spec(fields))).toMatchObject([
    { severity: 'error', path, message: `${problem}, so the API server rejects the object`, fix },
  ]);
});

test.each([
  [endpoint('params: { module: http }'), 'spec.endpoints[0].params.module', 'module: ["http"]'],
  [endpoint('params: { a.b: [1] }'), 'spec.endpoints[0].params["a.b"][0]', '- "1"'],
  [
    yaml('PodMonitor', '', 'spec: { podMetricsEndpoints: [{ port: 8080 }] }'),
    'spec.podMetricsEndpoints[0].port',
    'portNumber: 8080 instead of port',
  ],
  [yaml('Prometheus', '', 'spec: { replicas: "2" }'), 'spec.replicas', 'replicas: 2'],
  [
    yaml('ScrapeConfig', '', 'spec: { kubernetesSDConfigs: [{ role: pods }] }'),
    'spec.kubernetesSDConfigs[0].role',
    'role: Pod',
  ],
  [spec('namespaceSelector: [shop]'), 'spec.namespaceSelector', 'namespaceSelector: {"matchNames":["shop"]}'],
  [spec('namespaceSelector: any'), 'spec.namespaceSelector', 'namespaceSelector: {"any":true}'],
  [
    yaml('ServiceMonitor', '', 'spec: { selector: [app=cart], endpoints: [] }'),
    'spec.selector',
    'selector: {"matchLabels":{"app":"cart"}}',
  ],
  [spec('sampleLimit: many'), 'spec.sampleLimit', 'write sampleLimit as a number, without quotes'],
  [
    endpoint('tlsConfig: true'),
    'spec.endpoints[0].tlsConfig',
    expect.stringContaining('write tlsConfig as a map with ca, caFile, cert') as string,
  ],
  [
    alerts(`matchers: ['severity =~ "a|b"']`),
    'spec.route.routes[0].matchers[0]',
    '- {"name":"severity","matchType":"=~","value":"a|b"}',
  ],
  [
    yaml('Prometheus', '', 'spec: { remoteWrite: [{ url: "https://x", basicAuth: { username: u } }] }') +
      yaml('Secret', 'name: cloud', 'stringData: { username: u }'),
    'spec.remoteWrite[0].basicAuth.username',
    'username: {"name":"cloud","key":"username"}',
  ],
  [
    yaml('ThanosRuler', '', 'spec: { queryEndpoints: [a], objectStorageConfig: config }'),
    'spec.objectStorageConfig',
    expect.stringContaining('create the Secret with kubectl create secret generic') as string,
  ],
  [
    yaml('Alertmanager', '', 'spec: { alertmanagerConfigSelector: "team=a" }'),
    'spec.alertmanagerConfigSelector',
    'alertmanagerConfigSelector: {"matchLabels":{"team":"a"}}',
  ],
  [yaml('PrometheusAgent', '', 'spec: { replicas: "2" }'), 'spec.replicas', 'replicas: 2'],
  [
    yaml('PrometheusRule', 'labels: { team: 1 }', 'spec: { groups: [] }'),
    'metadata.labels.team',
    'team: "1"',
  ],
])('it finds the wrong type in %s', (manifest, field, fix) => {
  expect(findingsFor(check, manifest)).toMatchObject([{ severity: 'error', path: field, fix }]);
});

test.each([
  [
    'the types that are asked for',
    spec(
      'sampleLimit: 5000, targetLabels: [team], fallbackScrapeProtocol: PrometheusText1.0.0, scrapeProtocols: [PrometheusProto]',
    ),
  ],
  [
    'a port by number or name',
    yaml('PodMonitor', '', 'spec: { podMetricsEndpoints: [{ targetPort: 8080 }, { targetPort: web }] }'),
  ],
  ['null', spec('jobLabel: null, sampleLimit: null')],
  ['what is filled in later', spec('sampleLimit: "${LIMIT}"')],
  [
    'an expression that is a number',
    yaml('PrometheusRule', '', 'spec: { groups: [{ name: a, rules: [{ record: a, expr: 1 }] }] }'),
  ],
  ['another kind', yaml('Service', '', 'spec: { ports: {} }')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});

describe('values that the chart copies', () => {
  const found = (spec: string) =>
    findingsFor(check, '', values(parse(`prometheus: { prometheusSpec: { ${spec} } }`)));

  it('have the types of the Prometheus resource', () => {
    expect(found('remoteWrite: [{ url: "https://a", basicAuth: { username: admin } }]')).toMatchObject([
      {
        severity: 'error',
        resource: 'Helm values values.yml',
        path: 'prometheus.prometheusSpec.remoteWrite[0].basicAuth.username',
        fix: expect.stringMatching(
          /^username: \{"name":"<Secret in monitoring>","key":"username"\}/,
        ) as string,
      },
    ]);
  });

  it.each([
    ['sourceLabels: __name__, regex: a, action: drop', 'sourceLabels', 'sourceLabels: ["__name__"]'],
    ['sourceLabels: [a], regex: 5', 'regex', 'regex: "5"'],
  ])('have relabelings of components with { %s }', (step, field, fix) => {
    const kubelet = { serviceMonitor: { cAdvisorMetricRelabelings: [parse(`{ ${step} }`) as object] } };
    expect(findingsFor(check, '', values({ kubelet }))).toMatchObject([
      { severity: 'error', path: `kubelet.serviceMonitor.cAdvisorMetricRelabelings[0].${field}`, fix },
    ]);
  });

  it('have no maps in quotes', () => {
    expect(found('podMonitorNamespaceSelector: "{}"')).toMatchObject([
      {
        severity: 'error',
        path: 'prometheus.prometheusSpec.podMonitorNamespaceSelector',
        found: '{}',
        fix: 'podMonitorNamespaceSelector: {}',
      },
    ]);
  });

  it('have a map of rules', () => {
    const groups = [{ name: 'g', rules: [] }];
    const given = (rules: unknown) => findingsFor(check, '', values({ additionalPrometheusRulesMap: rules }));
    expect(given([{ groups }])).toMatchObject([
      {
        path: 'additionalPrometheusRulesMap',
        message:
          'the value takes a map of resources by name, so the chart writes PrometheusRules without a valid name',
        fix: 'additionalPrometheusRulesMap: {"rules-1":{"groups":[{"name":"g","rules":[]}]}}',
      },
    ]);
    expect(given({ mine: { groups } })).toEqual([]);
    expect(given([])).toEqual([]);
  });

  it.each([
    'retention: 5',
    'image: { repository: a }',
    'additionalScrapeConfigs: [{ job_name: a }]',
    'serviceMonitorSelector: false',
    'externalLabels: { cluster: a }',
    'remoteWrite: [{ url: "https://a", basicAuth: { username: { name: a, key: b } } }]',
  ])('nothing is found in %s', (spec) => {
    expect(found(spec)).toEqual([]);
  });
});
