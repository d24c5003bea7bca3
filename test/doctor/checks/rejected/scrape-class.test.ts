import { check } from '../../../../src/doctor/checks/rejected/scrape-class';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const monitor = yaml('ServiceMonitor', 'name: web', 'spec: { scrapeClass: tls }');
const prometheus = (classes: string) =>
  yaml('Prometheus', 'name: k8s', `spec: { scrapeClasses: ${classes} }`);
const inValues = (scrapeClasses: unknown) => values({ prometheus: { prometheusSpec: { scrapeClasses } } });

test('a class that is not defined', () => {
  expect(findingsFor(check, prometheus('[{ name: mtls }, { name: plain }]') + monitor)).toEqual([
    {
      code: 'scrape-class',
      check: 'scrape-class',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.scrapeClass',
      message: 'Prometheus does not define this scrape class',
      found: 'tls',
      expected: 'one of mtls, plain',
      fix: 'scrapeClass: mtls',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each(['ServiceMonitor', 'PodMonitor', 'Probe', 'ScrapeConfig'])('%s has classes', (kind) => {
  expect(findingsFor(check, yaml(kind, '', 'spec: { scrapeClass: tls }'), inValues([]))).toMatchObject([
    { expected: 'no scrapeClass, as Helm values values.yml defines none', fix: 'remove scrapeClass' },
  ]);
});

test('two classes cannot both be the default', () => {
  const two = [
    { name: 'a', default: true },
    { name: 'b', default: true },
  ];
  expect(findingsFor(check, '', inValues(two))).toMatchObject([
    {
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.scrapeClasses',
      message: 'more than one default scrape class',
      found: ['a', 'b'],
      fix: 'set default: false on all but one of a, b',
    },
  ]);
});

test.each<[string, string]>([
  ['the class is defined', prometheus('[{ name: tls, default: true }]') + monitor],
  ['another Prometheus defines it', prometheus('[]') + prometheus('[{ name: tls }]') + monitor],
  ['no Prometheus was read', monitor],
  [
    'the class is filled in later',
    prometheus('[]') + yaml('ServiceMonitor', '', 'spec: { scrapeClass: "${CLASS}" }'),
  ],
  ['no class is named', prometheus('[]') + yaml('ServiceMonitor', '', 'spec: {}')],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
