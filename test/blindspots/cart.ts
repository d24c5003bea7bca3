import { readDocuments } from '../../src/kubernetes/read';
import type { Evidence } from '../../src/doctor/diagnose';

/** A small stack of any author: a workload, its monitor, rules, an Alertmanager and what selects them. */
export const STACK = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart, tier: web } }
    spec: { containers: [{ name: cart, image: cart, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop, labels: { app: cart } }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: cart, namespace: shop, labels: { role: monitors } }
spec:
  selector: { matchLabels: { app: cart } }
  endpoints:
    - port: http
      interval: 30s
      metricRelabelings: [{ action: drop, sourceLabels: [__name__], regex: go_.* }]
      relabelings: [{ targetLabel: zone, replacement: west }]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: cart, namespace: shop, labels: { role: alerts } }
spec:
  groups:
    - name: cart
      interval: 30s
      rules:
        - { record: 'cart:errors:rate5m', expr: 'sum(rate(cart_errors_total{job="cart"}[5m]))' }
        - { alert: CartErrors, expr: 'cart:errors:rate5m > 5', for: 5m, labels: { severity: critical } }
        - { alert: CartSlow, expr: 'rate(cart_seconds_bucket{job="cart", le="0.5"}[5m]) < 2', labels: { severity: warning } }
        - { alert: CartDown, expr: 'up{job="cart"} == 0', for: 1m, labels: { severity: critical } }
        - { alert: CartGone, expr: 'absent(up{job="cart"})', for: 1m, labels: { severity: critical } }
        - { alert: CartRestarts, expr: 'increase(kube_pod_container_status_restarts_total{namespace="shop"}[10m]) > 0.01', labels: { severity: info } }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec:
  alerting: { alertmanagers: [{ name: alertmanager-operated, namespace: monitoring, port: web }] }
  serviceMonitorSelector: { matchLabels: { role: monitors } }
  serviceMonitorNamespaceSelector: {}
  ruleSelector: { matchLabels: { role: alerts } }
  ruleNamespaceSelector: {}
---
apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main, namespace: monitoring }
stringData:
  alertmanager.yaml: |
    route:
      receiver: nothing
      routes:
        - { receiver: pager, matchers: ['severity="critical"'] }
        - { receiver: chat, matchers: ['severity="warning"'] }
    receivers:
      - { name: nothing }
      - { name: pager, pagerduty_configs: [{ routing_key_file: /etc/pager/key }] }
      - { name: chat, slack_configs: [{ api_url_file: /etc/slack/url, channel: shop }] }
    inhibit_rules:
      - source_matchers: ['severity="critical"', 'alertname="CartDown"']
        target_matchers: ['severity="warning"']
        equal: [namespace]
`;

export const evidenceOf = (text: string): Evidence => ({
  objects: readDocuments(text, 'stack.yaml').objects,
});
