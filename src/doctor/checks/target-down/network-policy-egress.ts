import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf, nameOf } from '../../../kubernetes/object';
import { selectorOf } from '../../../kubernetes/selector';
import { policiesOfPlugins, prometheusClient } from '../../../operator/network-policy';
import type { PrometheusSettings } from '../../../operator/settings';
import { takes } from '../../../operator/verdict';
import { targetsOf } from '../shared/endpoint';
import { defineCheck, type Reported } from '../../check';

// Policies only add up. Certain only where those that speak about traffic from Prometheus' pods hold no rule at all;
// what rules allow is not looked into. Silent where network plugins have policies of their own, or where Prometheus is
// not known.
export const check = defineCheck({
  id: 'network-policy-egress',
  severity: 'error',
  question: 'Do NetworkPolicies let Prometheus connect to anything?',
  symptom: 'All targets are down with "context deadline exceeded", and names do not resolve.',
  why: 'As soon as one policy of type Egress selects the pods of Prometheus, they may only connect as some policy allows. One without rules allows nothing.',
  remedy: 'Add an egress rule for the pods that are scraped, and for DNS.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
  needs: ['manifests', 'paths', 'prometheus'],
  find: ({ manifests, paths, prometheus }) =>
    paths.some((path) => targetsOf(path).length > 0)
      ? [prometheus, ...(prometheus.others ?? [])].flatMap((one) => closed(one, manifests))
      : [],
});

function closed(settings: PrometheusSettings, manifests: Manifests): readonly Reported[] {
  if (settings.origin === 'chart defaults' || policiesOfPlugins(manifests)(settings.namespace)) return [];
  const { podLabels, namespace } = prometheusClient(settings, manifests);
  const speaking = manifests
    .kind('NetworkPolicy')
    .filter((policy) => policy.apiVersion === 'networking.k8s.io/v1' && policy.namespace === namespace)
    .map((policy) => ({ policy, spec: mapOf(policy.fields['spec']) }))
    .filter(({ spec }) => listOf(spec['policyTypes']).includes('Egress') || listOf(spec['egress']).length > 0)
    .map((each) => ({ ...each, takes: takes(selectorOf(each.spec['podSelector']), podLabels) }));
  const certain = speaking.find((each) => each.takes === 'yes');
  const allows = speaking.some((each) => each.takes !== 'no' && listOf(each.spec['egress']).length > 0);
  if (certain === undefined || allows) return [];
  return [
    {
      object: certain.policy,
      resource: nameOf(certain.policy),
      path: 'spec.egress',
      message: `keeps the pods of ${settings.name} from connecting to anything`,
      found: certain.spec['egress'],
      expected: 'a rule for the pods that are scraped, and one for DNS',
      fix: 'egress: [{}]',
    },
  ];
}
