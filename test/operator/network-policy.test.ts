import { manifestsOf } from '../../src/kubernetes/manifests';
import { readManifests } from '../../src/kubernetes/read';
import { isolatingPolicies, policiesOfPlugins } from '../../src/operator/network-policy';

const policy = (name: string, podSelector: string) =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: shop }, spec: { podSelector: ${podSelector} } }\n`;
const deployment = (name: string, labels: string, namespace = 'shop') =>
  `---\n{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: ${namespace} }, spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: c }] } } } }\n`;

test('pods with the same selected labels share one list of policies', () => {
  const manifests = manifestsOf(
    readManifests(
      policy('all', '{}') +
        policy('web', '{ matchExpressions: [{ key: tier, operator: In, values: [web] }] }') +
        deployment('a', 'app: a, tier: web') +
        deployment('b', 'app: b, tier: web') +
        deployment('c', 'app: c, tier: data') +
        deployment('d', 'app: a, tier: web', 'other'),
      'test.yaml',
    ),
  );
  const isolating = isolatingPolicies(manifests);
  const [a, b, c, d] = manifests.pods.all.map(isolating);
  expect(a).toBe(b);
  expect([a, c, d].map((policies) => policies?.map(({ name }) => name))).toEqual([
    ['all', 'web'],
    ['all'],
    [],
  ]);
});

test('policies of network plugins apply to their namespace, or everywhere', () => {
  const read = (kind: string, apiVersion: string) =>
    policiesOfPlugins({
      objects: readManifests(
        `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: x, namespace: shop } }`,
        'test.yaml',
      ),
    });
  const ofNamespace = read('CiliumNetworkPolicy', 'cilium.io/v2');
  expect([ofNamespace('shop'), ofNamespace('web')]).toEqual([true, false]);
  const ofCluster = read('BaselineAdminNetworkPolicy', 'policy.networking.k8s.io/v1alpha1');
  expect([ofCluster('shop'), ofCluster('web')]).toEqual([true, true]);
});
