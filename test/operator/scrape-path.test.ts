import { manifestsOf } from '../../src/kubernetes/manifests';
import { readManifests } from '../../src/kubernetes/read';
import { podsBehind, resolvedPaths, scrapePaths, selectsSomePods } from '../../src/operator/scrape-path';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../doctor/checks/scrape-chain';

/** Every target as `service:port -> pod port (container)`. */
const targets = (yaml: string): readonly string[] =>
  scrapePaths(manifestsOf(readManifests(yaml, 'test.yaml'))).flatMap(({ links }) =>
    links.flatMap(({ service, targets: found }) =>
      found.map(
        ({ servicePort, port, container }) =>
          `${service?.name ?? 'pods'}:${servicePort?.name ?? '-'} -> ${port} (${container?.name ?? '-'})`,
      ),
    ),
  );

const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ ${fields} }]`);

test.each([
  ['by the name of the Service port', chain(), ['cart:web -> 8080 (cart)']],
  [
    'by the number of the container port',
    chain({ monitor: endpoint('targetPort: 8080') }),
    ['cart:web -> 8080 (cart)'],
  ],
  [
    'by the name of the container port',
    chain({ monitor: endpoint('targetPort: http') }),
    ['cart:web -> 8080 (cart)'],
  ],
  [
    'by a container port without a Service port',
    chain({
      monitor: endpoint('targetPort: 9090'),
      deployment: pods({ ports: '{ name: http, containerPort: 8080 }, { containerPort: 9090 }' }),
    }),
    ['cart:- -> 9090 (cart)'],
  ],
  [
    'to a port that no container declares',
    chain({ service: aService('ports: [{ name: web, port: 8080 }]'), deployment: pods({ ports: '' }) }),
    ['cart:web -> 8080 (-)'],
  ],
  [
    'to a container port of another protocol, which Prometheus does not compare',
    chain({
      service: aService('ports: [{ name: web, port: 8080 }]'),
      deployment: pods({ ports: '{ containerPort: 8080, protocol: UDP }' }),
    }),
    ['cart:web -> 8080 (cart)'],
  ],
  ['without a port', chain({ monitor: endpoint('interval: 30s') }), ['cart:web -> 8080 (cart)']],
  ['to pods', chain({ monitor: podMonitor() }), ['pods:- -> 8080 (cart)']],
  [
    'to pods by number',
    chain({ monitor: podMonitor('podMetricsEndpoints: [{ portNumber: 8080 }]') }),
    ['pods:- -> 8080 (cart)'],
  ],
  ['nowhere, by another name', chain({ monitor: endpoint('port: http') }), []],
  [
    'nowhere, by a targetPort that is not there',
    chain({ service: aService('ports: [{ name: web, port: 80, targetPort: grpc }]') }),
    [],
  ],
  ['nowhere, without pods', chain({ deployment: '' }), []],
])('a path resolves %s', (_what, yaml, expected) => {
  expect(targets(yaml)).toEqual(expected);
});

test('a Service can select single pods of a template', () => {
  const of = (selector: string) => {
    const { services, pods: found } = manifestsOf(
      readManifests(aService(`selector: ${selector}`) + '\n' + pods({ kind: 'StatefulSet' }), 'test.yaml'),
    );
    const [service] = services.all;
    return [selectsSomePods(service!), podsBehind(service!, found).length];
  };
  expect(of('{ app: cart }')).toEqual([false, 1]);
  expect(of('{ app: cart, statefulset.kubernetes.io/pod-name: cart-0 }')).toEqual([true, 1]);
  expect(of('{ app: stock, statefulset.kubernetes.io/pod-name: cart-0 }')).toEqual([true, 0]);
});

test('running pods have the labels of single pods', () => {
  const pod = (name: string) =>
    `---\n{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: shop, labels: { app: cart, statefulset.kubernetes.io/pod-name: ${name} } }, spec: { containers: [{ name: cart }] } }`;
  const yaml = `${aService('selector: { app: cart, statefulset.kubernetes.io/pod-name: cart-0 }')}\n${pod('cart-0')}\n${pod('cart-1')}`;
  const { services, pods: found } = manifestsOf(readManifests(yaml, 'test.yaml'));
  expect(podsBehind(services.all[0]!, found).map(({ owner }) => owner.name)).toEqual(['cart-0']);
});

test('monitors, Services and pods that all select each other do not multiply', () => {
  const copies = Array.from({ length: 30 }, (_, index) =>
    [
      `apiVersion: v1\nkind: Service\nmetadata: { name: s${index}, labels: { app: a } }\nspec: { selector: { app: a }, ports: [{ port: 80 }] }`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d${index} }\nspec: { template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a }] } } }`,
      `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: m${index} }\nspec: { selector: { matchLabels: { app: a } }, endpoints: [{ port: http }] }`,
    ].join('\n---\n'),
  );
  const { paths, tooWide } = resolvedPaths(manifestsOf(readManifests(copies.join('\n---\n'), 'test.yaml')));
  // The limit for 90 objects is 5,900 pods, and each monitor selects 900.
  expect([paths.length, tooWide.length]).toEqual([6, 24]);
});
