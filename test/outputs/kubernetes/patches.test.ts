import { App, Chart, Testing } from 'cdk8s';
import { MonitoredService } from '../../../src/outputs/kubernetes/index';
import { defineService, type ServiceProps } from '../../../src/catalog/service';
import { defineEnvironment } from '../../../src/catalog/environment';
import { placeServices } from '../../../src/catalog/placement';
import { renderManifests } from '../../../src/outputs/kubernetes/manifests';
import { renderStack } from '../../../src/synth/synthesize';
import { anEnvironment, aService, testEnvironment } from '../../support/catalog';
import { manifestsOf, type Manifest } from '../../support/manifests';

type Patches = NonNullable<ServiceProps['patches']>;
type Operation = Patches[number]['operations'][number];

const onDeployment = (...operations: readonly Operation[]): Patches => [
  { target: { kind: 'Deployment' }, operations },
];

const deploymentWith = (patches: Patches) => manifestsOf({ patches })('Deployment');

test('operations change the written object, in their order', () => {
  const { metadata, spec } = deploymentWith(
    onDeployment(
      { op: 'test', path: '/spec/replicas', value: 2 },
      { op: 'add', path: '/spec/minReadySeconds', value: 10 },
      { op: 'replace', path: '/spec/replicas', value: 4 },
      { op: 'remove', path: '/spec/strategy' },
      { op: 'add', path: '/metadata/annotations', value: { 'example.com/owner': 'web' } },
      { op: 'copy', from: '/metadata/labels/team', path: '/metadata/annotations/team' },
      { op: 'move', from: '/metadata/annotations/team', path: '/metadata/annotations/example.com~1team' },
      { op: 'add', path: '/spec/template/spec/containers/0/env', value: [] },
      { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'A', value: 'b' } },
    ),
  );
  expect(spec).toMatchObject({ replicas: 4, minReadySeconds: 10 });
  expect(spec).not.toHaveProperty('strategy');
  expect(metadata.annotations).toEqual({ 'example.com/owner': 'web', 'example.com/team': 'shopping' });
  expect(spec.template.spec.containers[0].env).toEqual([{ name: 'A', value: 'b' }]);
});

test('a test of an object ignores the order of its keys', () => {
  const value = { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }, type: 'RollingUpdate' };
  expect(() => deploymentWith(onDeployment({ op: 'test', path: '/spec/strategy', value }))).not.toThrow();
});

test('a MonitoredService has the patches of its service', () => {
  const monitored = (kind: string) => {
    const chart = new Chart(new App(), 'chart');
    const operations = [{ op: 'add', path: '/spec/minReadySeconds', value: 10 }] as const;
    const service = defineService({ ...aService, patches: [{ target: { kind }, operations }] });
    new MonitoredService(chart, 'shop', { service, environment: testEnvironment });
    return Testing.synth(chart) as readonly Manifest[];
  };
  expect(monitored('Deployment').find(({ kind }) => kind === 'Deployment').spec.minReadySeconds).toBe(10);
  expect(() => monitored('StatefulSet')).toThrow(
    'service "shop": no written object matches (patches[0].target: {"kind":"StatefulSet"}).',
  );
});

test('an environment patches objects of any service, and those of none', () => {
  const environment = defineEnvironment({
    ...anEnvironment,
    namespaces: { services: 'shops', monitoring: 'monitoring' },
    patches: [
      {
        target: { kind: 'Namespace', name: 'shops' },
        operations: [{ op: 'add', path: '/metadata/labels/team', value: 'web' }],
      },
    ],
  });
  const { files } = renderStack([defineService(aService)], environment);
  const { content } = files.find(({ path }) => path.startsWith('00-namespaces'))!;
  expect(content).toContain('team: web');
});

test('what a patch breaks is found before it is written', () => {
  const patches: Patches = [
    {
      target: { kind: 'ServiceMonitor', name: 'shop' },
      operations: [{ op: 'replace', path: '/spec/endpoints/0/port', value: 'metrics' }],
    },
  ];
  expect(() => renderStack([defineService({ ...aService, patches })], testEnvironment)).toThrow(
    'monitor-service-port',
  );
});

test.each<[string, Patches, string]>([
  [
    'no object of the kind',
    [{ target: { kind: 'StatefulSet' }, operations: [{ op: 'remove', path: '/spec' }] }],
    'service "shop": no written object matches (patches[0].target: {"kind":"StatefulSet"}). Use one of the kinds ServiceAccount, Deployment,',
  ],
  [
    'no object of the name',
    [{ target: { kind: 'Deployment', name: 'cart' }, operations: [{ op: 'remove', path: '/spec' }] }],
    'service "shop": no written object matches (patches[0].target: {"kind":"Deployment","name":"cart"}). Use one of the names shop.',
  ],
  [
    'a test that fails',
    onDeployment({ op: 'test', path: '/spec/replicas', value: 3 }),
    'service "shop": /spec/replicas has another value in Deployment shop (patches[0].operations[0]: {"op":"test","path":"/spec/replicas","value":3}). Compare the operation with the written object.',
  ],
  [
    'a value that is not there',
    onDeployment({ op: 'remove', path: '/spec/paused' }),
    'there is no /spec/paused in Deployment shop',
  ],
  [
    'a parent that is not there',
    onDeployment({ op: 'add', path: '/spec/affinity/nodeAffinity', value: {} }),
    'there is no /spec/affinity in Deployment shop',
  ],
  [
    'an entry beyond the end of a list',
    onDeployment({ op: 'add', path: '/spec/template/spec/containers/5', value: {} }),
    'there is no /spec/template/spec/containers/5 in Deployment shop',
  ],
  [
    'a source that is not there',
    onDeployment({ op: 'copy', from: '/metadata/annotations', path: '/metadata/labels/a' }),
    'there is no /metadata/annotations in Deployment shop',
  ],
  [
    'a value that is missing',
    onDeployment({ op: 'add', path: '/spec/paused' }),
    'service "shop": required field is missing (patches[0].operations[0].value). Give the value.',
  ],
  [
    'a path with dots',
    onDeployment({ op: 'remove', path: 'spec.paused' }),
    'service "shop": not a JSON pointer (patches[0].operations[0].path: "spec.paused"). Write it like /spec/replicas.',
  ],
])('%s is one sentence', (_what, patches, message) => {
  expect(() =>
    renderManifests(placeServices([defineService({ ...aService, patches })], testEnvironment)),
  ).toThrow(message);
});
