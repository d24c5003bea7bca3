import type { Labels } from '../kubernetes/object';
import type { Service } from '../kubernetes/service';
import type { DiscoveryRole } from './monitor-relabelings';
import { podIdentity, type PodIdentity } from './pod-identity';
import type { ScrapeLink, TargetGroup } from './scrape-path';
import { sanitizedLabel } from './selector-relabelings';

/**
 * The labels of a discovered target, for one of its pods.
 * @param replica number of the pod, from 0
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
export function discoveredLabels(
  { service }: ScrapeLink,
  target: TargetGroup,
  role: DiscoveryRole,
  replica: number,
): Labels {
  const labels = new DiscoveredLabels();
  const pod = podIdentity(target.pod, replica);
  const ip = target.pod.hostNetwork ? `192.168.0.${1 + (replica % 250)}` : pod.ip;
  labels.add('namespace', target.pod.namespace);
  if (service !== undefined) addService(labels, service);
  if (service !== undefined && role === 'endpoints') addEndpoints(labels, service, target, pod);
  if (service !== undefined && role === 'endpointslice') addEndpointSlice(labels, service, target, pod);
  addPod(labels, target, pod, ip);
  addContainer(labels, target, role);
  return { __address__: `${ip}:${target.port}`, ...labels.all };
}

/** Prometheus drops empty labels. */
class DiscoveredLabels {
  readonly all: Record<string, string> = {};

  add(name: string, value: string | undefined): void {
    if (value) this.all[`__meta_kubernetes_${name}`] = value;
  }

  /** Each label or annotation, and a second label for its presence, as its value may be empty. */
  addEach(prefix: string, values: Labels): void {
    for (const [key, value] of Object.entries(values)) {
      const name = sanitizedLabel(key);
      this.add(`${prefix}_${name}`, value);
      this.add(`${prefix}present_${name}`, 'true');
    }
  }
}

function addService(to: DiscoveredLabels, { name, labels, annotations }: Service): void {
  to.add('service_name', name);
  to.addEach('service_label', labels);
  to.addEach('service_annotation', annotations);
}

/** Container ports without a Service port are discovered too, but without labels of an endpoint. */
function addEndpoints(
  to: DiscoveredLabels,
  service: Service,
  { servicePort }: TargetGroup,
  pod: PodIdentity,
): void {
  to.add('endpoints_name', service.name);
  // Kubernetes copies the Service's labels to its endpoints.
  to.addEach('endpoints_label', service.labels);
  if (servicePort === undefined) return;
  to.add('endpoint_address_target_kind', 'Pod');
  to.add('endpoint_address_target_name', pod.name);
  to.add('endpoint_node_name', pod.node);
  to.add('endpoint_port_name', servicePort.name);
  to.add('endpoint_port_protocol', servicePort.protocol);
  to.add('endpoint_ready', pod.ready);
}

function addEndpointSlice(
  to: DiscoveredLabels,
  service: Service,
  { servicePort, port }: TargetGroup,
  pod: PodIdentity,
): void {
  to.add('endpointslice_name', `${service.name}-x2x7b`);
  to.addEach('endpointslice_label', service.labels);
  to.add('endpointslice_address_type', 'IPv4');
  if (servicePort === undefined) return;
  to.add('endpointslice_address_target_kind', 'Pod');
  to.add('endpointslice_address_target_name', pod.name);
  to.add('endpointslice_endpoint_conditions_ready', pod.ready);
  to.add('endpointslice_endpoint_conditions_serving', pod.ready);
  to.add('endpointslice_endpoint_conditions_terminating', 'false');
  to.add('endpointslice_endpoint_node_name', pod.node);
  to.add('endpointslice_port', String(port));
  to.add('endpointslice_port_name', servicePort.name);
  to.add('endpointslice_port_protocol', servicePort.protocol);
}

function addPod(to: DiscoveredLabels, { pod: template }: TargetGroup, pod: PodIdentity, ip: string): void {
  to.add('pod_name', pod.name);
  to.add('pod_ip', ip);
  to.add('pod_ready', pod.ready);
  to.add('pod_phase', pod.phase);
  to.add('pod_node_name', pod.node);
  to.add('pod_uid', pod.uid);
  to.add('pod_controller_kind', pod.controller?.kind);
  to.add('pod_controller_name', pod.controller?.name);
  to.addEach('pod_label', template.labels);
  to.addEach('pod_label', pod.labels);
  to.addEach('pod_annotation', template.annotations);
}

function addContainer(
  to: DiscoveredLabels,
  { container, containerPort }: TargetGroup,
  role: DiscoveryRole,
): void {
  if (container === undefined || containerPort === undefined) return;
  to.add('pod_container_name', container.name);
  to.add('pod_container_port_name', containerPort.name);
  to.add('pod_container_port_number', String(containerPort.number));
  to.add('pod_container_port_protocol', containerPort.protocol);
  if (role === 'pod') to.add('pod_container_init', 'false');
}
