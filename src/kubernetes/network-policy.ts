import { listOf, mapOf, numberOf, textOf, type Fields, type KubernetesObject } from './object';
import { selectorOf, type LabelSelector } from './selector';

export interface NetworkPolicy extends KubernetesObject {
  /** Pods of its namespace. */
  readonly podSelector: LabelSelector;
  /** Undefined: the policy does not restrict ingress. Empty: it admits no connection. */
  readonly ingress?: readonly IngressRule[];
}

export interface IngressRule {
  readonly from?: readonly Peer[];
  /** Undefined: to every port. */
  readonly ports?: readonly PolicyPort[];
}

/** If both selectors are set, both must match. */
export interface Peer {
  /** @default the policy's own namespace */
  readonly namespaceSelector?: LabelSelector;
  /** @default every pod */
  readonly podSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] };
}

export interface PolicyPort {
  /** Number of the pod's port, or a container port's name. @default every port */
  readonly port?: number | string;
  /** Last number of a range that starts at `port`. */
  readonly endPort?: number;
  readonly protocol: string;
}

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export function networkPolicyOf(object: KubernetesObject): NetworkPolicy {
  const spec = mapOf(object.fields['spec']);
  const types = listOf(spec['policyTypes']);
  // Without types, every policy has type Ingress.
  const hasIngress = types.length === 0 || types.includes('Ingress');
  return {
    ...object,
    podSelector: selectorOf(spec['podSelector']),
    ...(hasIngress ? { ingress: listOf(spec['ingress']).map((rule) => ruleOf(mapOf(rule))) } : {}),
  };
}

function ruleOf({ from, ports }: Fields): IngressRule {
  return {
    // An empty list admits everything, as an absent one does.
    ...(listOf(from).length > 0 ? { from: listOf(from).map((peer) => peerOf(mapOf(peer))) } : {}),
    ...(listOf(ports).length > 0 ? { ports: listOf(ports).map((port) => portOf(mapOf(port))) } : {}),
  };
}

function peerOf({ namespaceSelector, podSelector, ipBlock }: Fields): Peer {
  const { cidr, except } = mapOf(ipBlock);
  return {
    ...(namespaceSelector ? { namespaceSelector: selectorOf(namespaceSelector) } : {}),
    ...(podSelector ? { podSelector: selectorOf(podSelector) } : {}),
    ...(typeof cidr === 'string' ? { ipBlock: { cidr, except: listOf(except).map(String) } } : {}),
  };
}

function portOf({ port, endPort, protocol }: Fields): PolicyPort {
  const given = numberOf(port) ?? textOf(port);
  const last = numberOf(endPort);
  return {
    ...(given === undefined ? {} : { port: given }),
    ...(last === undefined ? {} : { endPort: last }),
    protocol: textOf(protocol) ?? 'TCP',
  };
}
