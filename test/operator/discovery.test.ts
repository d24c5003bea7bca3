import { scrapePaths, type ScrapePath } from '../../src/operator/scrape-path';
import { discoveredLabels } from '../../src/operator/discovery';
import { manifests, shop } from './objects';

const template = {
  metadata: { labels: { app: 'shop' }, annotations: { 'shop/owner': 'till' } },
  spec: {
    containers: [{ name: 'main', ports: [{ name: 'web', containerPort: 8080 }, { containerPort: 9090 }] }],
  },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop', namespace: 'web', labels: { 'a.b/c': 'd' } },
  spec: { selector: { app: 'shop' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
};
const workload = (kind: string, spec: object = { template }) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'shop', namespace: 'web' },
  spec,
});
const serviceMonitor = shop('ServiceMonitor', { selector: {}, endpoints: [{}] });
const podMonitor = shop('PodMonitor', { selector: {}, podMetricsEndpoints: [{}] });

const firstPath = (...objects: readonly object[]): ScrapePath => scrapePaths(manifests(...objects))[0]!;

function labels(path: ScrapePath, role: 'endpoints' | 'endpointslice' | 'pod', target = 0, replica = 0) {
  const [link] = path.links;
  return discoveredLabels(link!, link!.targets[target]!, role, replica);
}

const POD_LABELS = {
  __meta_kubernetes_pod_annotation_shop_owner: 'till',
  __meta_kubernetes_pod_annotationpresent_shop_owner: 'true',
  __meta_kubernetes_pod_container_name: 'main',
  __meta_kubernetes_pod_container_port_name: 'web',
  __meta_kubernetes_pod_container_port_number: '8080',
  __meta_kubernetes_pod_container_port_protocol: 'TCP',
  __meta_kubernetes_pod_controller_kind: 'ReplicaSet',
  __meta_kubernetes_pod_controller_name: 'shop-5d8f7c9b4',
  __meta_kubernetes_pod_ip: '10.244.1.1',
  __meta_kubernetes_pod_label_app: 'shop',
  __meta_kubernetes_pod_label_pod_template_hash: '5d8f7c9b4',
  __meta_kubernetes_pod_labelpresent_app: 'true',
  __meta_kubernetes_pod_labelpresent_pod_template_hash: 'true',
  __meta_kubernetes_pod_name: 'shop-5d8f7c9b4-x2xbb',
  __meta_kubernetes_pod_node_name: 'node-0',
  __meta_kubernetes_pod_phase: 'Running',
  __meta_kubernetes_pod_ready: 'true',
  __meta_kubernetes_pod_uid: '00000000-0000-4000-8000-000000000000',
};

test('a port of a Service, discovered by its Endpoints', () => {
  expect(labels(firstPath(service, workload('Deployment'), serviceMonitor), 'endpoints')).toEqual({
    __address__: '10.244.1.1:8080',
    __meta_kubernetes_namespace: 'web',
    __meta_kubernetes_service_name: 'shop',
    __meta_kubernetes_service_label_a_b_c: 'd',
    __meta_kubernetes_service_labelpresent_a_b_c: 'true',
    __meta_kubernetes_endpoints_name: 'shop',
    __meta_kubernetes_endpoints_label_a_b_c: 'd',
    __meta_kubernetes_endpoints_labelpresent_a_b_c: 'true',
    __meta_kubernetes_endpoint_address_target_kind: 'Pod',
    __meta_kubernetes_endpoint_address_target_name: 'shop-5d8f7c9b4-x2xbb',
    __meta_kubernetes_endpoint_node_name: 'node-0',
    __meta_kubernetes_endpoint_port_name: 'http',
    __meta_kubernetes_endpoint_port_protocol: 'TCP',
    __meta_kubernetes_endpoint_ready: 'true',
    ...POD_LABELS,
  });
});

test('the same, by its EndpointSlice', () => {
  expect(labels(firstPath(service, workload('Deployment'), serviceMonitor), 'endpointslice')).toMatchObject({
    __meta_kubernetes_endpointslice_name: 'shop-x2x7b',
    __meta_kubernetes_endpointslice_label_a_b_c: 'd',
    __meta_kubernetes_endpointslice_address_type: 'IPv4',
    __meta_kubernetes_endpointslice_address_target_kind: 'Pod',
    __meta_kubernetes_endpointslice_address_target_name: 'shop-5d8f7c9b4-x2xbb',
    __meta_kubernetes_endpointslice_port: '8080',
    __meta_kubernetes_endpointslice_port_name: 'http',
    __meta_kubernetes_endpointslice_endpoint_conditions_ready: 'true',
  });
});

test('a port of the container only has no labels of an endpoint, and may have no name', () => {
  const found = labels(firstPath(service, workload('Deployment'), serviceMonitor), 'endpoints', 1);
  expect(found).toMatchObject({
    __address__: '10.244.1.1:9090',
    __meta_kubernetes_service_name: 'shop',
    __meta_kubernetes_pod_container_port_number: '9090',
  });
  expect(Object.keys(found).filter((name) => /endpoint_|port_name/.test(name))).toEqual([]);
});

test('a pod, without Service', () => {
  expect(labels(firstPath(workload('Deployment'), podMonitor), 'pod')).toEqual({
    __address__: '10.244.1.1:8080',
    __meta_kubernetes_namespace: 'web',
    __meta_kubernetes_pod_container_init: 'false',
    ...POD_LABELS,
  });
});

test.each([
  ['Deployment', { template }, 'shop-5d8f7c9b4-x2xbc', 'ReplicaSet'],
  ['Rollout', { template }, 'shop-5d8f7c9b4-x2xbc', 'ReplicaSet'],
  ['ReplicaSet', { template }, 'shop-x2xbc', 'ReplicaSet'],
  ['StatefulSet', { template }, 'shop-1', 'StatefulSet'],
  ['DaemonSet', { template }, 'shop-x2xbc', 'DaemonSet'],
  ['CronJob', { jobTemplate: { spec: { template } } }, 'shop-29000000-x2xbc', 'Job'],
])('the second pod of a %s has a name in the form of Kubernetes', (kind, spec, name, controller) => {
  expect(labels(firstPath(workload(kind, spec), podMonitor), 'pod', 0, 1)).toMatchObject({
    __meta_kubernetes_pod_name: name,
    __meta_kubernetes_pod_controller_kind: controller,
    __meta_kubernetes_pod_ip: '10.244.1.2',
    __meta_kubernetes_pod_node_name: 'node-1',
  });
});

test('a pod that was read keeps its identity', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'shop-abc',
      namespace: 'web',
      uid: 'u-1',
      labels: { app: 'shop' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'shop-77', controller: true }],
    },
    spec: { nodeName: 'big', containers: template.spec.containers },
    status: { phase: 'Failed', podIP: '10.1.2.3', conditions: [{ type: 'Ready', status: 'False' }] },
  };
  expect(labels(firstPath(pod, podMonitor), 'pod')).toMatchObject({
    __address__: '10.1.2.3:8080',
    __meta_kubernetes_pod_name: 'shop-abc',
    __meta_kubernetes_pod_controller_name: 'shop-77',
    __meta_kubernetes_pod_node_name: 'big',
    __meta_kubernetes_pod_phase: 'Failed',
    __meta_kubernetes_pod_ready: 'false',
    __meta_kubernetes_pod_uid: 'u-1',
  });
  expect(labels(firstPath(pod, podMonitor), 'pod', 0, 1)).toMatchObject({
    __address__: '10.244.1.2:8080',
    __meta_kubernetes_pod_name: 'shop-abd',
    __meta_kubernetes_pod_phase: 'Failed',
  });
});

test('on the network of the node, the address is that of the node', () => {
  const onHost = { ...template, spec: { ...template.spec, hostNetwork: true } };
  expect(
    labels(firstPath(workload('DaemonSet', { template: onHost }), podMonitor), 'pod', 0, 1),
  ).toMatchObject({
    __address__: '192.168.0.2:8080',
    __meta_kubernetes_pod_ip: '192.168.0.2',
  });
});
