import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../../../src/doctor/checks/index';
import { factsFrom } from '../../support/doctor';
import { findingsOf, runChecks } from '../../../src/doctor/run';
import { aService, chain, podMonitor, pods, serviceMonitor } from './scrape-chain';
import { values, yaml } from './yaml';

const release = values(
  {
    prometheus: {
      prometheusSpec: {
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
    },
  },
  'prometheus',
);

const NODE_NAME = '{ sourceLabels: [__meta_kubernetes_pod_node_name], targetLabel: instance }';
const HEADLESS = 'clusterIP: None, ports: [{ name: https, port: 9100, targetPort: https }]';

/** Working setups of well-known charts and operators. */
const WORKING: Readonly<Record<string, string>> = {
  'a node exporter on the network of the node, behind a proxy with TLS': chain({
    monitor: serviceMonitor(
      `jobLabel: app, endpoints: [{ port: https, scheme: https, tlsConfig: { insecureSkipVerify: true }, relabelings: [${NODE_NAME}] }]`,
    ),
    service: aService(HEADLESS),
    deployment: pods({
      kind: 'DaemonSet',
      spec: 'hostNetwork: true',
      ports: '{ name: https, containerPort: 9100, hostPort: 9100 }',
    }),
    more: yaml('NetworkPolicy', 'namespace: shop', 'spec: { podSelector: {}, ingress: [] }').replace(
      'apiVersion: v1',
      'apiVersion: networking.k8s.io/v1',
    ),
  }),
  'kube-state-metrics with its own labels and two endpoints': chain({
    monitor: serviceMonitor('endpoints: [{ port: web, honorLabels: true }, { port: self }]'),
    service: aService(
      'ports: [{ name: web, port: 8080, targetPort: http }, { name: self, port: 8081, targetPort: self }]',
    ),
    deployment: pods({
      ports: '{ name: http, containerPort: 8080 }, { name: self, containerPort: 8081 }',
      replicas: 1,
    }),
  }),
  'the kubelet, whose Service the operator writes': chain({
    monitor: serviceMonitor(
      'selector: { matchLabels: { k8s-app: kubelet } }, namespaceSelector: { matchNames: [kube-system] }, endpoints: [{ port: https-metrics, scheme: https, tlsConfig: { insecureSkipVerify: true } }, { port: https-metrics, scheme: https, path: /metrics/cadvisor, tlsConfig: { insecureSkipVerify: true } }]',
    ),
    service: '',
    deployment: '',
  }),
  'a Service without selector, whose endpoints the control plane writes': chain({
    monitor: serviceMonitor('namespaceSelector: { matchNames: [default] }'),
    service: aService('selector: -', 'name: kubernetes, namespace: default, labels: { app: cart }'),
    deployment: '',
  }),
  'a selector that leaves the headless twin out': chain({
    monitor: serviceMonitor(
      'selector: { matchLabels: { app: cart }, matchExpressions: [{ key: variant, operator: NotIn, values: [headless] }] }',
    ),
    more: aService('clusterIP: None', 'name: h, namespace: shop, labels: { app: cart, variant: headless }'),
  }),
  'sidecars of a mesh, by container': chain({
    monitor: podMonitor(
      'selector: { matchExpressions: [{ key: ignore, operator: DoesNotExist }] }, namespaceSelector: { any: true }, podMetricsEndpoints: [{ port: http-envoy-prom, path: /stats/prometheus }]',
    ),
  }),
  'a primary that is labelled while it runs': chain({
    service: aService('selector: { app: db, role: primary }'),
    deployment: pods({
      kind: 'StatefulSet',
      metadata: 'name: db, namespace: shop',
      labels: 'application: db',
    }),
  }),
  'a Service for each pod of a StatefulSet, beside one for all': chain({
    monitor: serviceMonitor('selector: { matchLabels: { scrape: all } }'),
    service: aService('clusterIP: None', 'name: cart, namespace: shop, labels: { app: cart, scrape: all }'),
    deployment: pods({ kind: 'StatefulSet', replicas: 3 }),
    more: aService(
      'selector: { app: cart, statefulset.kubernetes.io/pod-name: cart-0 }',
      'name: cart-0, namespace: shop',
    ),
  }),
  'a chart rendered without namespaces': chain({
    monitor: serviceMonitor('namespaceSelector: -', 'name: cart'),
    service: aService('', 'name: cart, labels: { app: cart }'),
    deployment: pods({ metadata: 'name: cart' }),
  }),
  'a folder of monitors only': `${serviceMonitor()}\n${podMonitor('', 'name: p, namespace: monitoring')}`,
  'a probe of a site through an exporter that was not read': yaml(
    'Probe',
    'name: site',
    'spec: { jobName: site, module: http_2xx, prober: { url: "blackbox.monitoring.svc:9115" }, targets: { staticConfig: { static: ["https://example.com"] } } }',
  ),
  'rules with their alerts routed by the main configuration': yaml(
    'PrometheusRule',
    'name: node',
    'spec: { groups: [{ name: node, rules: [{ alert: NodesDown, expr: "count(up{job=\\"node\\"} == 0) > 2", for: 5m }] }] }',
  ),
};

test.each(Object.entries(WORKING))('no findings for %s', (_what, text) => {
  const findings = findingsOf(runChecks(checks, factsFrom(text, release)));
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

const FOLDER = join(__dirname, 'foreign-stacks');

// Each has a Prometheus resource, whose selectors apply. No release is given.
test.each(readdirSync(FOLDER))('the stack in %s has no findings', (file) => {
  const findings = findingsOf(runChecks(checks, factsFrom(readFileSync(join(FOLDER, file), 'utf8'))));
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});

test.each(readdirSync(FOLDER))('reading the stack in %s twice gives the same findings', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const idsIn = (given: string) =>
    findingsOf(runChecks(checks, factsFrom(given)))
      .filter(({ check }) => check !== 'duplicate-objects' && check !== 'duplicate-rule')
      .map(({ check, severity, resource, path }) => [severity, check, resource, path].join(' '));
  expect(new Set(idsIn(`${text}---\n${text}`))).toEqual(new Set(idsIn(text)));
});

/** The ReplicaSet and pods of the Deployment, as `kubectl get --output yaml` prints them. */
const RUNNING = ['cart-5d8f-a', 'cart-5d8f-b']
  .map(
    (name) =>
      `---
{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: shop, labels: { app: cart, pod-template-hash: 5d8f }, ownerReferences: [{ kind: ReplicaSet, name: cart-5d8f, controller: true }], managedFields: [{}] }, spec: { nodeName: a, containers: [{ name: cart, ports: [{ name: http, containerPort: 8080, protocol: TCP }] }] }, status: { phase: Running, podIP: 10.0.0.7 } }`,
  )
  .concat(
    `---
{ apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: cart-5d8f, namespace: shop, ownerReferences: [{ kind: Deployment, name: cart, controller: true }] }, spec: { replicas: 2, template: { metadata: { labels: { app: cart, pod-template-hash: 5d8f } }, spec: { containers: [{ name: cart, ports: [{ name: http, containerPort: 8080 }] }] } } }, status: { replicas: 2 } }`,
  )
  .join('\n');

const BROKEN: Readonly<Record<string, Parameters<typeof chain>[0]>> = {
  'without defects': {},
  'with two Services': {
    more: aService('clusterIP: None', 'name: h, namespace: shop, labels: { app: cart }'),
  },
  'with a Service that selects too many labels': { service: aService('selector: { app: cart, tier: web }') },
  'with an undeclared targetPort': {
    service: aService('ports: [{ name: web, port: 80, targetPort: grpc }]'),
  },
  'with a monitor that selects an undeclared port': {
    monitor: podMonitor('podMetricsEndpoints: [{ portNumber: 9090 }]'),
  },
};

test.each(Object.entries(BROKEN))(
  'a dump of a cluster gives the same findings for a chain %s',
  (_what, parts) => {
    const found = (text: string) =>
      findingsOf(runChecks(checks, factsFrom(text, release))).map(({ check, resource, path, message }) => [
        check,
        resource,
        path,
        message,
      ]);
    expect(found(`${chain(parts)}\n${RUNNING}`)).toEqual(found(chain(parts)));
  },
);
