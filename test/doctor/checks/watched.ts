import type { WatchedWorkload } from '../../../src/doctor/check';

/** A service of the catalog that watches StatefulSet shop/cart of something else. */
export const watching = (fields: Partial<WatchedWorkload> = {}) => ({
  contracts: () => ({
    of: () => undefined,
    watched: [{ service: 'cart', kind: 'StatefulSet', name: 'cart', namespaces: ['shop'], ...fields }],
  }),
});

/** The StatefulSet, with the given containers. */
export const workload = (
  containers: string,
  { kind = 'StatefulSet', name = 'cart' }: { readonly kind?: string; readonly name?: string } = {},
) =>
  `---\n{ apiVersion: apps/v1, kind: ${kind}, metadata: { name: ${name}, namespace: shop }, spec: { template: { metadata: { labels: { app: cart } }, spec: { containers: [${containers}] } } } }\n`;

/** A pod of it, as a cluster has it. */
export const runningPod = (containers: string, labels = 'app: cart, pod: "0"') =>
  `---\n{ apiVersion: v1, kind: Pod, metadata: { name: cart-0, namespace: shop, labels: { ${labels} } }, spec: { containers: [${containers}] } }\n`;
