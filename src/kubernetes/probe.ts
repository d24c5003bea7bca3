import { mapOf, textOf, textsOf, type Fields, type KubernetesObject } from './object';
import { namespacesOf } from './monitor';
import { selectorOf, type LabelSelector } from './selector';

/** A Probe: targets that an exporter, usually the blackbox exporter, probes for Prometheus. */
export interface Probe extends KubernetesObject {
  /** Host and port of the exporter. @default none: the operator rejects the Probe */
  readonly proberUrl?: string;
  readonly statics?: readonly string[];
  readonly ingress?: { readonly selector: LabelSelector; readonly namespaces: 'any' | readonly string[] };
}

/** @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Probe */
export function probeOf(object: KubernetesObject): Probe {
  const spec = mapOf(object.fields['spec']);
  const url = textOf(mapOf(spec['prober'])['url']);
  const { staticConfig, ingress } = mapOf(spec['targets']);
  return {
    ...object,
    ...(url ? { proberUrl: url } : {}),
    ...(staticConfig ? { statics: textsOf(mapOf(staticConfig)['static']) } : {}),
    ...(ingress ? { ingress: ingressOf(mapOf(ingress), object.namespace) } : {}),
  };
}

const ingressOf = ({ selector, namespaceSelector }: Fields, own: string): NonNullable<Probe['ingress']> => ({
  selector: selectorOf(selector),
  namespaces: namespacesOf(namespaceSelector, own),
});

/** Host and port of an address such as `blackbox-exporter.monitoring.svc:9115`. */
export function hostAndPort(url: string): { readonly host: string; readonly port?: number } {
  const [host = '', port] = url.split(':');
  return { host, ...(port !== undefined && /^\d+$/.test(port) ? { port: Number(port) } : {}) };
}

/** The Service that a host name resolves to from a namespace. Undefined for hosts outside the cluster. */
export function serviceOfHost(
  host: string,
  own: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const [name, namespace = own, svc, ...domain] = host.split('.');
  if (name === undefined || !/^[a-z]/.test(name)) return undefined;
  const inCluster = svc === undefined || (svc === 'svc' && (domain.length === 0 || domain.length >= 2));
  return inCluster ? { namespace, name } : undefined;
}
