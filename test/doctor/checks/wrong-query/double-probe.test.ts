import { check } from '../../../../src/doctor/checks/wrong-query/double-probe';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const probe = (name: string, targets: string, spec = 'module: http_2xx', labels = 'a: b') =>
  yaml(
    'Probe',
    `name: ${name}, labels: { ${labels} }`,
    `spec: { ${spec}, prober: { url: "b:9115" }, targets: { staticConfig: { static: ${targets} } } }`,
  );

test('two Probes name one target', () => {
  expect(findingsFor(check, probe('one', '[a, b]') + probe('two', '[b, c]'))).toEqual([
    {
      code: 'double-probe',
      check: 'double-probe',
      severity: 'warning',
      resource: 'Probe monitoring/two',
      path: 'spec.targets.staticConfig.static',
      message: 'Probe monitoring/one already probes b',
      found: ['b'],
      expected: 'each target in one Probe',
      fix: 'remove b from Probe monitoring/two or from Probe monitoring/one',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each([
  ['other targets', probe('one', '[a]') + probe('two', '[b]')],
  ['another module', probe('one', '[a]') + probe('two', '[a]', 'module: icmp')],
  ['another interval', probe('one', '[a]') + probe('two', '[a]', 'module: http_2xx, interval: 5m')],
  ['labels for another Prometheus', probe('one', '[a]') + probe('two', '[a]', 'module: http_2xx', 'a: c')],
  ['a Probe that was read twice', probe('one', '[a]') + probe('one', '[a]')],
  ['a target that is listed twice', probe('one', '[a, a]')],
])('it finds nothing with %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});
