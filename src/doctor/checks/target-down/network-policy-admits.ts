import { groupBy } from '../../../findings/group-by';
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

// Policies are additive: one that was not read can admit more, but a pod without any policy for Prometheus is the usual
// mistake. Reported where every rule that was read certainly blocks the port after relabeling. Silent where unknown:
// address blocks, labels of namespaces or of Prometheus that were not read, policies of network plugins, and addresses
// that relabeling replaces.
export const check = defineCheck({
  id: 'network-policy-admits',
  severity: 'error',
  question: 'Do NetworkPolicies let Prometheus reach the pods?',
  symptom:
    'The target is down with "context deadline exceeded", while `kubectl port-forward` to the pod works.',
  why: 'As soon as one policy selects a pod, only connections that a policy admits reach it. Policies match the port of the pod, not of the Service, and the pods of Prometheus in their namespace. A port-forward bypasses them.',
  remedy: 'Add an ingress rule for the namespace and the pods of Prometheus on the port of the pod.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  needs: ['paths', 'manifests', 'prometheus', 'targetLabels'],
  find: (facts) => {
    if (facts.manifests.kind('NetworkPolicy').length === 0) return undefined;
    const groups = groupBy(
      blockedTargets(facts),
      ({ blocked, target }) => `${nameOf(blocked.policy)}\n${blocked.path}\n${target.port}`,
    );
    return [...groups.values()].map(finding);
  },
});

/** A port that no policy opens for any Prometheus. */
interface Blocked {
  readonly policy: NetworkPolicy;
  readonly client: Client;
  readonly path: string;
  readonly found: unknown;
  /** Ports of a rule that admits Prometheus on other ports. @default no rule admits it */
  readonly ports?: readonly (number | string | undefined)[];
}

type Needed = Pick<Facts, 'paths' | 'manifests' | 'prometheus' | 'targetLabels'>;

function blockedTargets({ paths, manifests, prometheus, targetLabels }: Needed) {
  const isolating = isolatingPolicies(manifests);
  const ofPlugins = policiesOfPlugins(manifests);
  const clients = clientsOf(prometheus, manifests);
  const answers = new Map<readonly NetworkPolicy[], Map<string, Blocked | undefined>>();
  return paths.flatMap((path) =>
    targetsOf(path).flatMap(([link, found]) => {
      const policies = isolating(found.pod);
      if (policies.length === 0 || ofPlugins(found.pod.namespace)) return [];
      const port = connectedPort(found, targetLabels.of(path, link, found).request);
      if (port === undefined) return [];
      const target = { ...found, port };
      const known = answers.get(policies) ?? new Map<string, Blocked | undefined>();
      answers.set(policies, known);
      const key = JSON.stringify([port, namesOf(target)]);
      if (!known.has(key)) known.set(key, blockedBy(policies, clients, target));
      const blocked = known.get(key);
      return blocked === undefined ? [] : [{ blocked, target }];
    }),
  );
}

/** Port of the pod after relabeling. Undefined where relabeling replaces the address. */
function connectedPort(
  { pod }: TargetGroup,
  request: Readonly<Record<string, string>> = {},
): number | undefined {
  const [, host, port] = /^(.*):(\d+)$/.exec(request['__address__'] ?? '') ?? [];
  return host === podIdentity(pod, 0).ip ? Number(port) : undefined;
}

/** Names of the port, which policies can use. */
const namesOf = ({ pod, port }: TargetGroup): readonly string[] =>
  pod.containers.flatMap(({ ports }) =>
    ports.flatMap(({ name, number, protocol }) => (number === port && name ? [`${protocol} ${name}`] : [])),
  );

const clientsOf = (settings: PrometheusSettings, manifests: Manifests): readonly Client[] =>
  [settings, ...(settings.others ?? [])].map((one) => prometheusClient(one, manifests));

function blockedBy(
  policies: readonly NetworkPolicy[],
  clients: readonly Client[],
  target: TargetGroup,
): Blocked | undefined {
  const [policy] = policies;
  const [client] = clients;
  if (policy === undefined || client === undefined) return undefined;
  if (clients.some((one) => admission(policies, one, target) !== 'no')) return undefined;
  const near = nearestRule(policies, client, target);
  const whole = { policy, client, path: 'spec.ingress', found: mapOf(policy.fields['spec'])['ingress'] };
  return near === undefined ? whole : { client, ...near };
}

/** A rule that admits Prometheus on other ports. */
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

/** Of workloads that one policy blocks in the same way, which can be hundreds. */
function finding(group: Readonly<ReturnType<typeof blockedTargets>>): Reported {
  const { blocked, target } = group[0]!;
  const { policy, client, path, found, ports } = blocked;
  const { port, servicePort } = target;
  const owners = new Set(group.map(({ target: { pod } }) => nameOf(pod.owner)));
  const [first] = owners;
  const pods = `the pods of ${first}${owners.size === 1 ? '' : ` and ${owners.size - 1} more`}`;
  const viaService =
    servicePort !== undefined && servicePort.port !== port && ports?.includes(servicePort.port);
  const hasRules = (policy.ingress ?? []).length > 0;
  return {
    object: policy,
    path,
    message:
      ports === undefined
        ? `the policy blocks Prometheus from ${pods}`
        : `the policy admits Prometheus to ${pods}, but not on port ${port}${viaService ? '; policies match the port of the pod, not of the Service' : ''}`,
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

/** A rule for the namespace of Prometheus, and for its pods where their label is known. */
function ruleFor({ namespace, podLabels: { labels } }: Client, port: number): string {
  const key = 'app.kubernetes.io/name';
  const podSelector =
    labels[key] === undefined ? {} : { podSelector: { matchLabels: { [key]: labels[key] } } };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return JSON.stringify({ from: [{ namespaceSelector, ...podSelector }], ports: [{ port }] });
}
