import { parseValues } from '../../src/helm-values/parse-values';
import { SECTIONS, type Values } from '../../src/helm-values/values-schema';

// Each must not compile, and is refused where the compiler does not look.
test.each<[string, Values]>([
  // @ts-expect-error a misspelt key
  ['a misspelt key', { prometheus: { prometheusSpec: { retentio: '31d' } } }],
  // @ts-expect-error a key at the wrong level
  ['a key at the wrong level', { prometheus: { ruleSelectorNilUsesHelmValues: false } }],
  // @ts-expect-error a text for a flag
  ['a text for a flag', { prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: 'false' } } }],
  // @ts-expect-error a credential instead of a reference to it
  ['a credential', { grafana: { adminPassword: 'hunter2' } }],
  // @ts-expect-error an unknown component
  ['an unknown component', { kubeSheduler: { enabled: false } }],
])('%s does not compile', (_what, values) => {
  expect(() => parseValues(values, 'prometheus')).toThrow('values of kube-prometheus-stack: ');
});

test('the sections whose keys are known are those of the schema', () => {
  expect(Object.keys(SECTIONS)).toEqual([
    '',
    'prometheus',
    'prometheus.prometheusSpec',
    'alertmanager',
    'alertmanager.alertmanagerSpec',
    'alertmanager.config',
    'grafana',
    'prometheusOperator',
  ]);
  for (const keys of Object.values(SECTIONS)) expect(new Set(keys).size).toBe(keys.length);
});
