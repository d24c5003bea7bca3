import type { Check } from '../../../src/doctor/check';
import type { Finding } from '../../../src/findings/finding';
import { contract } from '../../../src/metrics/contract';
import { oneOf, pattern } from '../../../src/metrics/labels';
import { counter, gauge, histogram } from '../../../src/metrics/metric';
import { findingsFor } from '../../support/doctor';

/** What the service of these tests exposes. */
const shopMetrics = contract({
  requests: counter('shop_requests_total', {
    help: 'Requests',
    labels: { route: oneOf('/', '/cart'), status: pattern(/\d{3}/, { atMost: 5 }) },
  }),
  latency: histogram('shop_duration_seconds', {
    help: 'Latency',
    unit: 'seconds',
    labels: { route: oneOf('/', '/cart') },
    buckets: [0.1, 0.5, 1],
  }),
  queue: gauge('shop_queue_length', { help: 'Queue' }),
  info: gauge('shop_build_info', { help: 'Build', labels: { version: pattern(/.+/, { atMost: 1 }) } }),
});

export interface ShopOptions {
  /** Fields of the monitor's endpoint, as flow YAML. */
  readonly endpoint?: string;
  /** Fields of the monitor's spec, as flow YAML. */
  readonly monitor?: string;
}

/** A service, its pods and its monitor, scraped every 30 s. */
export const shop = ({ endpoint = '', monitor = '' }: ShopOptions = {}): string => `
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: shop-monitor, namespace: default }
spec: { selector: { matchLabels: { app: shop } }, ${monitor} endpoints: [{ port: http, interval: 30s, ${endpoint} }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: default, labels: { app: shop, team: web } }
spec: { selector: { app: shop }, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: default }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: shop, ports: [{ name: http, containerPort: 8000 }] }] }
`;

/** A PrometheusRule with one group; each rule as flow YAML, e.g. `alert: A, expr: up == 0`. */
export const rules = (...items: readonly string[]): string => `
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: r, namespace: default }
spec: { groups: [{ name: g, interval: 1m, rules: [${items.map((item) => `{ ${item} }`).join(', ')}] }] }
`;

/** A recording rule with this expression. */
export const recording = (expr: string, name = 'a:b:c'): string =>
  `record: '${name}', expr: ${JSON.stringify(expr)}`;

/** An alert with this expression. */
export const alert = (expr: string, rest = ''): string => `alert: A, expr: ${JSON.stringify(expr)}, ${rest}`;

/** A dashboard with one panel. */
export const panel = (
  expr: string,
  type = 'timeseries',
  datasource: object = { type: 'prometheus' },
): string => `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: d, namespace: default, labels: { grafana_dashboard: "1" } }
data: { d.json: '${JSON.stringify({ panels: [{ title: 'P', type, datasource, targets: [{ expr }] }] }).replaceAll("'", "''")}' }
`;

export const contracts = () => ({
  of: ({ name }: { readonly name: string }) => (name === 'shop' ? shopMetrics : undefined),
});

/** What a check finds in rules beside the shop. */
export const inShop = (check: Check, yaml: string, options: ShopOptions = {}): readonly Finding[] =>
  findingsFor(check, shop(options) + yaml, { contracts });

/** What a check finds in the expression of a recording rule of the shop, as messages. */
export const problemsIn = (check: Check, ...exprs: readonly string[]): readonly string[] =>
  inShop(check, rules(...exprs.map((expr, index) => recording(expr, `a:b:c${index}`)))).map(({ message }) =>
    message.replace(/^recording rule \S+: /, ''),
  );

/** What a check finds in rules of which nothing else is known. */
export const inForeign = (check: Check, ...items: readonly string[]): readonly Finding[] =>
  findingsFor(check, rules(...items));
