import type { Manifests } from '../../../kubernetes/manifests';
import type { NetworkPolicy } from '../../../kubernetes/network-policy';
import { listOf, mapOf, nameOf } from '../../../kubernetes/object';
import {
  admission,
  isolatingPolicies,
  policiesOfPlugins,
  prometheusClient,
  ruleVerdict,
  type Client,
} from '../../../operator/network-policy';
import { podIdentity } from '../../../operator/pod-identity';
import type { TargetGroup } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Reported } from '../../check';

// Policies only add up: one that was not read can admit what these do not, but a pod without any policy that admits
// Prometheus is what people apply by mistake. Reported when every rule that was read certainly refuses the port that is
// connected to after relabeling. Unknown, so silent: address blocks, labels of a namespace or of Prometheus' pods that
// were not read, policies of network plugins, and addresses that relabeling takes from elsewhere.
export const check = defineCheck({
  id: 'network-policy-admits',
  severity: 'error',
  question: 'Do NetworkPolicies let Prometheus reach the pods?',
  symptom:
    'The target is down with "context deadline exceeded", while `kubectl port-forward` to the pod works.',
  why: 'As soon as one policy selects a pod, it may only be reached as some policy allows. Policies see the port of the pod, not of the Service, and the pods of Prometheus in their namespace. A port-forward goes around them.',
  remedy: 'Add an ingress rule for the namespace and the pods of Prometheus on the port of the pod.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  needs: ['paths', 'manifests', 'prometheus', 'targetLabels'],
  find: (facts) => {
    if (facts.manifests.kind('NetworkPolicy').length === 0) return [];
    const groups = new Map<string, Group>();
    for (const { refusal, target } of refusedTargets(facts)) {
      const key = `${nameOf(refusal.policy)}\n${refusal.path}\n${target.port}`;
      const group = groups.get(key);
      if (group === undefined)
        groups.set(key, { refusal, target, owners: new Set([nameOf(target.pod.owner)]) });
      else group.owners.add(nameOf(target.pod.owner));
    }
    return [...groups.values()].map(finding);
  },
});

/** What policies say about a port when none of them admits any Prometheus. */
interface Refusal {
  readonly policy: NetworkPolicy;
  readonly client: Client;
  readonly path: string;
  readonly found: unknown;
  /** Ports of a rule that admits Prometheus but for the port. @default no rule admits it */
  readonly ports?: readonly (number | string | undefined)[];
}

/** Everything that one policy refuses in one way: hundreds of workloads may share it. */
interface Group {
  readonly refusal: Refusal;
  /** The first of them. */
  readonly target: TargetGroup;
  readonly owners: Set<string>;
}

type Needed = Pick<Facts, 'paths' | 'manifests' | 'prometheus' | 'targetLabels'>;

function refusedTargets({ paths, manifests, prometheus, targetLabels }: Needed) {
  const isolating = isolatingPolicies(manifests);
  const ofPlugins = policiesOfPlugins(manifests);
  const clients = clientsOf(prometheus, manifests);
  const answers = new Map<readonly NetworkPolicy[], Map<string, Refusal | undefined>>();
  return paths.flatMap((path) =>
    targetsOf(path).flatMap(([link, found]) => {
      const policies = isolating(found.pod);
      if (policies.length === 0 || ofPlugins(found.pod.namespace)) return [];
      const port = connectedPort(found, targetLabels.of(path, link, found).request);
      if (port === undefined) return [];
      const target = { ...found, port };
      const known = answers.get(policies) ?? new Map<string, Refusal | undefined>();
      answers.set(policies, known);
      const key = JSON.stringify([port, namesOf(target)]);
      if (!known.has(key)) known.set(key, refusalOf(policies, clients, target));
      const refusal = known.get(key);
      return refusal === undefined ? [] : [{ refusal, target }];
    }),
  );
}

/** Port of the pod itself that is connected to after relabeling; none where the address is not the pod's. */
function connectedPort(
  { pod }: TargetGroup,
  request: Readonly<Record<string, string>> = {},
): number | undefined {
  const [, host, port] = /^(.*):(\d+)$/.exec(request['__address__'] ?? '') ?? [];
  return host === podIdentity(pod, 0).ip ? Number(port) : undefined;
}

/** Policies may name the port. */
const namesOf = ({ pod, port }: TargetGroup): readonly string[] =>
  pod.containers.flatMap(({ ports }) =>
    ports.flatMap(({ name, number, protocol }) => (number === port && name ? [`${protocol} ${name}`] : [])),
  );

const clientsOf = (settings: PrometheusSettings, manifests: Manifests): readonly Client[] =>
  [settings, ...(settings.others ?? [])].map((one) => prometheusClient(one, manifests));

function refusalOf(
  policies: readonly NetworkPolicy[],
  clients: readonly Client[],
  target: TargetGroup,
): Refusal | undefined {
  const [policy] = policies;
  const [client] = clients;
  if (policy === undefined || client === undefined) return undefined;
  if (clients.some((one) => admission(policies, one, target) !== 'no')) return undefined;
  const near = nearestRule(policies, client, target);
  const whole = { policy, client, path: 'spec.ingress', found: mapOf(policy.fields['spec'])['ingress'] };
  return near === undefined ? whole : { client, ...near };
}

/** A rule that admits Prometheus but for the port. */
function nearestRule(policies: readonly NetworkPolicy[], client: Client, target: TargetGroup) {
  return policies
    .flatMap((policy) => (policy.ingress ?? []).map((rule, index) => ({ policy, rule, index })))
    .filter(({ policy, rule }) => ruleVerdict(rule, policy.namespace, client, target).from === 'yes')
    .map(({ policy, rule, index }) => ({
      policy,
      path: `spec.ingress[${index}].ports`,
      found: mapOf(listOf(mapOf(policy.fields['spec'])['ingress'])[index])['ports'],
      ports: (rule.ports ?? []).map(({ port }) => port),
    }))[0];
}

function finding({ refusal, target: { port, servicePort }, owners }: Group): Reported {
  const { policy, client, path: field, found, ports } = refusal;
  const [first] = owners;
  const pods = `the pods of ${first}${owners.size === 1 ? '' : ` and ${owners.size - 1} more`}`;
  const viaService =
    servicePort !== undefined && servicePort.port !== port && ports?.includes(servicePort.port);
  const hasRules = (policy.ingress ?? []).length > 0;
  return {
    object: policy,
    resource: nameOf(policy),
    path: field,
    message:
      ports === undefined
        ? `keeps Prometheus from ${pods}`
        : `admits Prometheus to ${pods}, but not on their port ${port}${viaService ? '; policies see the port of the pod, not of the Service' : ''}`,
    found,
    expected: `pods of Prometheus in namespace ${client.namespace} on TCP port ${port}`,
    fix:
      ports === undefined
        ? hasRules
          ? `add to ingress: ${ruleFor(client, port)}`
          : `ingress: [${ruleFor(client, port)}]`
        : `add to ports: {"port":${port}}`,
  };
}

/** Names what is certain about Prometheus' pods: one label of its own kind is enough. */
function ruleFor({ namespace, podLabels: { labels } }: Client, port: number): string {
  const key = 'app.kubernetes.io/name';
  const podSelector =
    labels[key] === undefined ? {} : { podSelector: { matchLabels: { [key]: labels[key] } } };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return JSON.stringify({ from: [{ namespaceSelector, ...podSelector }], ports: [{ port }] });
}
