import { check } from '../../../../src/doctor/checks/rejected/relabeling-steps';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const steps = (list: string) =>
  yaml('ServiceMonitor', 'name: web', `spec: { endpoints: [{ relabelings: ${list} }] }`);

test('a step that Prometheus refuses', () => {
  expect(findingsFor(check, steps('[{ targetLabel: a }, { action: hashmod, targetLabel: b }]'))).toEqual([
    {
      code: 'relabeling-steps',
      check: 'relabeling-steps',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.endpoints[0].relabelings[1].modulus',
      message: 'action hashmod requires a modulus',
      found: undefined,
      expected: 'the number of shares, e.g. 2',
      fix: 'modulus: 2',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const bad = '[{ action: labeldrop, regex: a, sourceLabels: [b] }]';

test.each<[string, string, string]>([
  [
    'ServiceMonitor',
    `endpoints: [{ metricRelabelings: ${bad} }]`,
    'spec.endpoints[0].metricRelabelings[0].sourceLabels',
  ],
  [
    'PodMonitor',
    `podMetricsEndpoints: [{ relabelings: ${bad} }]`,
    'spec.podMetricsEndpoints[0].relabelings[0].sourceLabels',
  ],
  ['Probe', `metricRelabelings: ${bad}`, 'spec.metricRelabelings[0].sourceLabels'],
  [
    'Probe',
    `targets: { staticConfig: { relabelingConfigs: ${bad} } }`,
    'spec.targets.staticConfig.relabelingConfigs[0].sourceLabels',
  ],
  [
    'Probe',
    `targets: { ingress: { relabelingConfigs: ${bad} } }`,
    'spec.targets.ingress.relabelingConfigs[0].sourceLabels',
  ],
  ['ScrapeConfig', `relabelings: ${bad}`, 'spec.relabelings[0].sourceLabels'],
  [
    'Prometheus',
    `scrapeClasses: [{ name: a, relabelings: ${bad} }]`,
    'spec.scrapeClasses[0].relabelings[0].sourceLabels',
  ],
])('%s: %s', (kind, spec, path) => {
  expect(findingsFor(check, yaml(kind, '', `spec: { ${spec} }`))).toMatchObject([
    { path, message: 'sourceLabels is not allowed with action labeldrop' },
  ]);
});

test('what Prometheus 2 refuses is refused where that version runs', () => {
  const text = steps('[{ targetLabel: a-b }]');
  const version = (number: string) => yaml('Prometheus', '', `spec: { version: ${number} }`);
  expect(findingsFor(check, version('v2.55.0') + text)).toMatchObject([{ message: 'invalid label name' }]);
  expect(findingsFor(check, version('v3.14.0') + text)).toEqual([]);
});

test.each(['[{ targetLabel: a }]', '[{ action: LabelDrop, regex: a }]', '[]', 'null', 'text'])(
  'nothing is found in %s',
  (list) => {
    expect(findingsFor(check, steps(list))).toEqual([]);
  },
);

test('a dash too many makes two steps of one', () => {
  const manifest = yaml(
    'ServiceMonitor',
    '',
    'spec: { selector: {}, endpoints: [{ port: a, relabelings: [{ sourceLabels: [a] }, { targetLabel: b }] }] }',
  );
  expect(findingsFor(check, manifest)).toMatchObject([
    {
      path: 'spec.endpoints[0].relabelings[0].targetLabel',
      message: 'a dash before targetLabel starts a second step, so step 0 has no targetLabel',
      fix: 'remove the dash before targetLabel, so that relabelings[1] becomes part of relabelings[0]',
    },
  ]);
});

test('steps in the values of the chart are checked too', () => {
  const given = { kubelet: { serviceMonitor: { cAdvisorMetricRelabelings: [{ action: 'dorp' }] } } };
  expect(findingsFor(check, '', values(given))).toMatchObject([
    {
      resource: 'Helm values values.yml',
      path: 'kubelet.serviceMonitor.cAdvisorMetricRelabelings[0].action',
      message: 'unknown relabeling action',
    },
  ]);
});

test('a misspelt field is reported once, by unknown-field', () => {
  expect(findingsFor(check, steps('[{ sourceLabels: [a], target_label: b }]'))).toEqual([]);
});

describe('the name of a metric', () => {
  test.each(['_name_', '__name', 'name__', '__name_'])('is not under %s', (label) => {
    const given = {
      kubelet: {
        serviceMonitor: { metricRelabelings: [{ action: 'drop', sourceLabels: [label, 'a'], regex: 'b;c' }] },
      },
    };
    expect(findingsFor(check, '', values(given))).toMatchObject([
      {
        severity: 'error',
        path: 'kubelet.serviceMonitor.metricRelabelings[0].sourceLabels',
        message: `no sample has the label ${label}; the name of a metric is in __name__`,
        fix: 'sourceLabels: ["__name__","a"]',
      },
    ]);
  });

  test.each(['__name__', 'name', '_name', 'host_name', '__address__'])('may be beside %s', (label) => {
    expect(findingsFor(check, steps(`[{ action: drop, sourceLabels: [${label}], regex: b }]`))).toEqual([]);
  });
});
