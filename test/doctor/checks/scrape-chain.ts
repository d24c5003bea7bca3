import type { Contracts } from '../../../src/doctor/check';
import { contract } from '../../../src/metrics/contract';
import { oneOf } from '../../../src/metrics/labels';
import { counter } from '../../../src/metrics/metric';

/** A whole working chain: monitor in `monitoring`, Service and pods in `shop`. Each part can be replaced. */
export interface Chain {
  readonly monitor?: string;
  readonly service?: string;
  readonly deployment?: string;
  /** Further documents. */
  readonly more?: string;
}

export const chain = ({
  monitor = serviceMonitor(),
  service = aService(),
  deployment = pods(),
  more = '',
}: Chain = {}) => [monitor, service, deployment, more].join('\n');

/** @param spec further fields as flow YAML; they replace those of the same name */
export const serviceMonitor = (spec = '', metadata = 'name: cart, namespace: monitoring') =>
  `---\n{ apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: { ${metadata} }, spec: { ${fields(
    spec,
    {
      selector: '{ matchLabels: { app: cart } }',
      namespaceSelector: '{ matchNames: [shop] }',
      endpoints: '[{ port: web }]',
    },
  )} } }`;

export const podMonitor = (spec = '', metadata = 'name: cart, namespace: monitoring') =>
  `---\n{ apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: { ${metadata} }, spec: { ${fields(
    spec,
    {
      selector: '{ matchLabels: { app: cart } }',
      namespaceSelector: '{ matchNames: [shop] }',
      podMetricsEndpoints: '[{ port: http }]',
    },
  )} } }`;

export const aService = (spec = '', metadata = 'name: cart, namespace: shop, labels: { app: cart }') =>
  `---\n{ apiVersion: v1, kind: Service, metadata: { ${metadata} }, spec: { ${fields(spec, {
    selector: '{ app: cart }',
    ports: '[{ name: web, port: 80, targetPort: http }]',
  })} } }`;

interface Pods {
  readonly metadata?: string;
  readonly labels?: string;
  readonly ports?: string;
  /** Further fields of the pods' spec. */
  readonly spec?: string;
  readonly kind?: string;
  readonly replicas?: number;
}

export const pods = ({
  metadata = 'name: cart, namespace: shop',
  labels = 'app: cart',
  ports = '{ name: http, containerPort: 8080 }',
  spec = '',
  kind = 'Deployment',
  replicas = 2,
}: Pods = {}) =>
  `---\n{ apiVersion: apps/v1, kind: ${kind}, metadata: { ${metadata} }, spec: { replicas: ${replicas}, template: { metadata: { labels: { ${labels} } }, spec: { ${spec}${spec === '' ? '' : ', '}containers: [{ name: cart, ports: [${ports}] }] } } } }`;

/** Fields as flow YAML, and defaults for those that are not given. `name: -` leaves a default out. */
function fields(given: string, defaults: Readonly<Record<string, string>>): string {
  const missing = Object.entries(defaults).filter(([name]) => !new RegExp(`(^|, )${name}:`).test(given));
  const left = given.replace(/(^|, )\w+: -(?=,|$)/g, '').replace(/^, /, '');
  return [...missing.map(([name, value]) => `${name}: ${value}`), ...(left === '' ? [] : [left])].join(', ');
}

const orders = contract({
  orders: counter('shop_orders_total', { help: 'Orders', labels: { endpoint: oneOf('/cart', '/pay') } }),
});

/** The cart as a service of the catalog. */
export const ownCart =
  (deployed = true, scheme: 'http' | 'https' = 'http') =>
  (): Contracts => {
    const isCart = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
      namespace === 'shop' && name === 'cart';
    return {
      wrote: ({ kind, name }) => kind === 'PodMonitor' && name === 'cart',
      of: (service) => (isCart(service) ? orders : undefined),
      scraped: (service) =>
        isCart(service) ? { path: '/metrics', scheme, port: 8080, isDefault: true, deployed } : undefined,
    };
  };
