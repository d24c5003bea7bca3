import type { Manifests } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { hostAndPort, probeOf, serviceOfHost } from '../../../kubernetes/probe';
import {
  admission,
  isolatingPolicies,
  policiesOfPlugins,
  prometheusClient,
} from '../../../operator/network-policy';
import type { PrometheusSettings } from '../../../operator/settings';
import { podsBehind, resolve, type TargetGroup } from '../../../operator/scrape-path';
import { defineCheck } from '../../check';

// As network-policy-admits, for the prober: an error where every rule that was read certainly blocks Prometheus from all
// of its pods.
export const check = defineCheck({
  id: 'probe-network-policy',
  severity: 'error',
  question: 'Do NetworkPolicies let Prometheus reach the probers?',
  symptom: 'All targets of the Probe are down with "context deadline exceeded".',
  why: 'Prometheus scrapes the prober, not the target of the Probe. Once a policy selects the pods of the prober, only connections that a policy admits reach them.',
  remedy: 'Add an ingress rule for the pods of Prometheus on the port of the prober.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const probes = manifests.operator('Probe').map(probeOf);
    if (probes.length === 0 || manifests.kind('NetworkPolicy').length === 0) return undefined;
    const isolating = isolatingPolicies(manifests);
    const ofPlugins = policiesOfPlugins(manifests);
    const clients = [prometheus, ...(prometheus.others ?? [])].map((one) => prometheusClient(one, manifests));
    const services = new Map(
      manifests.services.all.map((service) => [`${service.namespace}/${service.name}`, service]),
    );
    return probes.flatMap((probe) => {
      const targets = proberTargets(probe.proberUrl, prometheus, manifests, services);
      const [first] = targets;
      if (first === undefined || ofPlugins(first.pod.namespace)) return undefined;
      const isBlocked = targets.every((target) => {
        const policies = isolating(target.pod);
        return clients.every((client) => admission(policies, client, target) === 'no');
      });
      const [policy] = isolating(first.pod);
      if (!isBlocked || policy === undefined) return undefined;
      return {
        object: probe,
        path: 'spec.prober.url',
        message: `${nameOf(policy)} blocks Prometheus from the pods of the prober, ${nameOf(first.pod.owner)}`,
        found: probe.proberUrl,
        expected: `a rule for the pods of Prometheus in namespace ${prometheus.namespace} on TCP port ${first.port}`,
        fix: `in ${nameOf(policy)}, add to ingress: ${JSON.stringify({
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': prometheus.namespace } } },
          ],
          ports: [{ port: first.port }],
        })}`,
      };
    });
  },
});

/** The pods behind the Service of the URL, with the port of the connection. */
function proberTargets(
  url: string | undefined,
  { namespace }: PrometheusSettings,
  { pods }: Manifests,
  services: ReadonlyMap<string, Manifests['services']['all'][number]>,
): readonly TargetGroup[] {
  const { host, port = 80 } = hostAndPort(url ?? '');
  const reference = serviceOfHost(host, namespace);
  const service = services.get(`${reference?.namespace}/${reference?.name}`);
  const servicePort = service?.ports.find((each) => each.port === port);
  if (service === undefined || servicePort === undefined || service.headless) return [];
  return podsBehind(service, pods).flatMap((pod) => {
    const number = resolve(servicePort, pod);
    return number === undefined ? [] : [{ pod, port: number }];
  });
}
