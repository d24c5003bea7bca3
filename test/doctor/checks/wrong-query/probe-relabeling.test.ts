import { check } from '../../../../src/doctor/checks/wrong-query/probe-relabeling';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const probe = (steps: string, rest = '') =>
  yaml(
    'Probe',
    'name: site',
    `spec: { prober: { url: "b:9115" }, targets: { staticConfig: { static: [a, b], relabelingConfigs: ${steps}${rest} } } }`,
  );

test('two targets get one instance', () => {
  const steps = '[{ targetLabel: instance, replacement: site }]';
  expect(findingsFor(check, probe(steps))).toEqual([
    {
      code: 'probe-relabeling',
      check: 'probe-relabeling',
      severity: 'error',
      resource: 'Probe monitoring/site',
      path: 'spec.targets.staticConfig.relabelingConfigs',
      message: 'relabeling gives a and b the same labels, so only one of them is probed',
      found: [{ targetLabel: 'instance', replacement: 'site' }],
      expected: 'a distinct instance label for each target',
      fix: 'remove instance from the steps that overwrite or drop it',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('every target is dropped', () => {
  const found = findingsFor(check, probe('[{ action: drop, sourceLabels: [instance], regex: "a|b" }]'));
  expect(found).toMatchObject([{ severity: 'error', message: 'relabeling drops every target, such as a' }]);
});

test.each([
  ['one target of two that is left', probe('[{ action: drop, sourceLabels: [instance], regex: a }]')],
  ['no steps', probe('[]')],
  ['a label for all', probe('[{ targetLabel: team, replacement: web }]')],
  [
    'another label that tells them apart',
    probe('[{ sourceLabels: [instance], targetLabel: site }, { targetLabel: instance, replacement: x }]'),
  ],
  ['steps that Prometheus refuses', probe('[{ action: keep, sourceLabels: [instance], regex: "(" }]')],
  ['targets of Ingresses', yaml('Probe', '', 'spec: { targets: { ingress: {} } }')],
])('it finds nothing with %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});
