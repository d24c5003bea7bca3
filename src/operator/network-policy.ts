import { NAMESPACE_NAME_LABEL, type Manifests } from '../kubernetes/manifests';
import {
  networkPolicyOf,
  type IngressRule,
  type NetworkPolicy,
  type Peer,
  type PolicyPort,
} from '../kubernetes/network-policy';
import type { LabelSelector } from '../kubernetes/selector';
import type { PodTemplate } from '../kubernetes/pod-template';
import { SelectorIndex } from '../kubernetes/selector-index';
import type { TargetGroup } from './scrape-path';
import type { PrometheusSettings } from './settings';
import { all, any, matches, type KnownLabels, type Verdict } from './verdict';

export interface Client {
  readonly namespace: string;
  readonly namespaceLabels: KnownLabels;
  readonly podLabels: KnownLabels;
}

/** Whether a rule admits a client to a port of a pod. */
export interface RuleVerdict {
  readonly from: Verdict;
  readonly port: Verdict;
}

const anything = (): boolean => true;
const nothing = (): boolean => false;

/** Labels that the operator and Kubernetes add to those of the Prometheus resource. */
const keysOfOthers = (key: string): boolean =>
  /^(app\.kubernetes\.io|apps\.kubernetes\.io|operator\.prometheus\.io|statefulset\.kubernetes\.io)\//.test(
    key,
  ) || ['prometheus', 'controller-revision-hash'].includes(key);

/** The pods of Prometheus as NetworkPolicies match them. */
export function prometheusClient(
  { namespace, podLabels, object }: Pick<PrometheusSettings, 'namespace' | 'podLabels' | 'object'>,
  manifests: Manifests,
): Client {
  const namespaceLabels = manifests.namespaceLabels(namespace);
  // A dump of a cluster has the pods themselves, with every label.
  const [pod] = manifests.pods.find({ matchLabels: podLabels }, [namespace]);
  return {
    namespace,
    namespaceLabels:
      namespaceLabels === undefined
        ? { labels: { [NAMESPACE_NAME_LABEL]: namespace }, mayHave: anything }
        : { labels: namespaceLabels, mayHave: nothing },
    podLabels:
      pod === undefined
        ? { labels: podLabels, mayHave: object === undefined ? anything : keysOfOthers }
        : { labels: pod.labels, mayHave: nothing },
  };
}

/** API groups of network plugins, whose policies can admit more. */
const PLUGIN_GROUPS = /^(cilium\.io|policy\.networking\.k8s\.io|(crd\.)?projectcalico\.org)\//;

/** Their kinds that apply to one namespace; the others apply everywhere. */
const PLUGIN_KINDS_OF_NAMESPACES = ['CiliumNetworkPolicy', 'NetworkPolicy'];

/** Whether policies of network plugins, which are not evaluated here, may admit more to the pods of a namespace. */
export function policiesOfPlugins({ objects }: Pick<Manifests, 'objects'>): (namespace: string) => boolean {
  const policies = objects.filter(
    ({ apiVersion, kind }) => PLUGIN_GROUPS.test(apiVersion) && kind.endsWith('Policy'),
  );
  const everywhere = policies.some(({ kind }) => !PLUGIN_KINDS_OF_NAMESPACES.includes(kind));
  const namespaces = new Set(policies.map(({ namespace }) => namespace));
  return (namespace) => everywhere || namespaces.has(namespace);
}

/**
 * Finds the policies that isolate a pod: those that select it and have type Ingress. Pods with the same labels, as far as
 * selectors read them, get the same list, so that callers can compute once per list.
 */
export function isolatingPolicies(manifests: Manifests): (pod: PodTemplate) => readonly NetworkPolicy[] {
  const policies = manifests
    .kind('NetworkPolicy')
    .filter(({ apiVersion }) => apiVersion === 'networking.k8s.io/v1')
    .map(networkPolicyOf)
    .filter(({ ingress }) => ingress !== undefined);
  const index = new SelectorIndex(policies, ({ namespace, podSelector }) => ({
    namespace,
    selector: podSelector,
  }));
  const selecting = new Set(policies.flatMap(({ podSelector }) => keysOf(podSelector)));
  const known = new Map<string, readonly NetworkPolicy[]>();
  return (pod) => {
    // Policies do not apply to pods on the network of the node.
    if (pod.hostNetwork) return [];
    const labels = Object.entries(pod.labels).filter(([label]) => selecting.has(label));
    const key = JSON.stringify([pod.namespace, labels.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    const same = known.get(key) ?? index.selecting(pod.namespace, pod.labels);
    known.set(key, same);
    return same;
  };
}

const keysOf = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] => [
  ...Object.keys(matchLabels),
  ...matchExpressions.map(({ key }) => key),
];

/** Whether a rule of any policy admits a client. A pod without policies admits every client. */
export function admission(policies: readonly NetworkPolicy[], client: Client, target: TargetGroup): Verdict {
  if (policies.length === 0) return 'yes';
  return any(
    policies.flatMap((policy) =>
      (policy.ingress ?? []).map((rule) => {
        const { from, port } = ruleVerdict(rule, policy.namespace, client, target);
        return all([from, port]);
      }),
    ),
  );
}

export function ruleVerdict(
  { from, ports }: IngressRule,
  namespace: string,
  client: Client,
  target: TargetGroup,
): RuleVerdict {
  return {
    from: from === undefined ? 'yes' : any(from.map((peer) => peerMatches(peer, namespace, client))),
    port: ports === undefined ? 'yes' : any(ports.map((port) => (portMatches(port, target) ? 'yes' : 'no'))),
  };
}

const EVERY_ADDRESS = ['0.0.0.0/0', '::/0'];

function peerMatches(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  own: string,
  client: Client,
): Verdict {
  // The address of a pod is not known before it runs.
  if (ipBlock !== undefined)
    return EVERY_ADDRESS.includes(ipBlock.cidr) && ipBlock.except.length === 0 ? 'yes' : 'unknown';
  const sameNamespace = own === client.namespace ? 'yes' : 'no';
  return all([
    namespaceSelector === undefined ? sameNamespace : matches(namespaceSelector, client.namespaceLabels),
    podSelector === undefined ? 'yes' : matches(podSelector, client.podLabels),
  ]);
}

function portMatches({ port, endPort, protocol }: PolicyPort, { pod, port: number }: TargetGroup): boolean {
  if (protocol !== 'TCP') return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return number >= port && number <= (endPort ?? port);
  return pod.containers.some(({ ports }) =>
    ports.some(
      (declared) => declared.name === port && declared.number === number && declared.protocol === protocol,
    ),
  );
}
