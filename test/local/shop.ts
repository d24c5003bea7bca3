import { planOf, type Plan } from '../../src/local/plan';
import { readManifests } from '../../src/kubernetes/read';

interface ShopProps {
  /** Of the container, as YAML. @default none */
  readonly env?: string;
  /** @default the label that the chart's release asks for */
  readonly labels?: string;
  readonly values?: object;
}

/** A service that is not the Task API, with two pods and one rule. */
const shopManifests = ({ env = '[]', labels = '{ release: prometheus }' }: ShopProps = {}): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: web }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: shop:1.0.0
          ports: [{ name: web, containerPort: 8080 }]
          env: ${env}
          resources: { limits: { memory: 256Mi, cpu: 500m } }
          volumeMounts: [{ name: data, mountPath: /data }]
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: web, labels: { app: shop } }
spec: { selector: { app: shop }, ports: [{ name: http, port: 80, targetPort: web }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: shop, namespace: web, labels: ${labels} }
spec: { selector: { matchLabels: { app: shop } }, endpoints: [{ port: http, interval: 30s, scrapeTimeout: 10s }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: web, labels: ${labels} }
spec:
  groups:
    - name: shop
      rules:
        - { record: shop:up:sum, expr: sum(up) }
        - { record: shop:throttled:rate5m, expr: 'sum(rate(container_cpu_cfs_throttled_periods_total[5m]))' }
        - { record: shop:slo:info, expr: vector(1), labels: { slo: speed, kind: latency } }
        - { alert: ShopDown, expr: up == 0, for: 3m }
`;

export const shopPlan = (props: ShopProps = {}): Plan =>
  planOf(
    readManifests(shopManifests(props), 'shop.yaml'),
    props.values === undefined
      ? undefined
      : { values: props.values, name: 'values.yml', release: 'prometheus', namespace: 'monitoring' },
  );
