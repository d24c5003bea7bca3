import { check } from '../../../../src/doctor/checks/not-selected/values-thanos-sidecar';
import { findingsFor } from '../../../support/doctor';
import { values } from '../yaml';

const found = (prometheus: object) => findingsFor(check, '', values({ prometheus }));

test('a Service for a sidecar that no pod has', () => {
  expect(found({ thanosService: { enabled: true } })).toEqual([
    {
      code: 'values-thanos-sidecar',
      check: 'values-thanos-sidecar',
      severity: 'error',
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.thanos',
      message:
        'prometheus.thanosService is enabled, but no pod of Prometheus has a Thanos sidecar without this setting',
      found: undefined,
      expected: 'settings of the sidecar, such as its image or object storage',
      fix: 'thanos: {"image":"quay.io/thanos/thanos:<version>"}',
      at: { file: 'values.yml' },
    },
  ]);
  expect(found({ thanosIngress: { enabled: true }, prometheusSpec: { thanos: {} } })).toHaveLength(1);
});

test.each([
  ['a sidecar', { thanosService: { enabled: true }, prometheusSpec: { thanos: { image: 'x' } } }],
  ['no Service', { thanosService: { enabled: false } }],
  ['an agent', { thanosService: { enabled: true }, agentMode: true }],
  ['no Prometheus', { thanosService: { enabled: true }, enabled: false }],
])('it finds nothing with %s', (_what, prometheus) => {
  expect(found(prometheus)).toEqual([]);
});
