import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf } from '../../../kubernetes/object';
import { selectorOf } from '../../../kubernetes/selector';
import { policiesOfPlugins, prometheusClient } from '../../../operator/network-policy';
import type { PrometheusSettings } from '../../../operator/settings';
import { matches } from '../../../operator/verdict';
import { targetsOf } from '../shared/endpoint';
import { defineCheck, type Found } from '../../check';

// Policies are additive. Certain only where no egress policy of the pods of Prometheus has any rule; the rules themselves
// are not evaluated. Silent where network plugins have policies of their own, or where Prometheus is unknown.
export const check = defineCheck({
  id: 'network-policy-egress',
  severity: 'error',
  question: 'Do NetworkPolicies let Prometheus connect to anything?',
  symptom: 'All targets are down with "context deadline exceeded", and host names do not resolve.',
  why: 'As soon as one policy of type Egress selects the pods of Prometheus, they can only connect as a policy allows. A policy without rules allows nothing.',
  remedy: 'Add an egress rule for the scraped pods, and one for DNS.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
  needs: ['manifests', 'paths', 'prometheus'],
  find: ({ manifests, paths, prometheus }) =>
    paths.some((path) => targetsOf(path).length > 0)
      ? [prometheus, ...(prometheus.others ?? [])].flatMap((one) => closed(one, manifests))
      : undefined,
});

function closed(settings: PrometheusSettings, manifests: Manifests): Found {
  if (settings.origin === 'chart defaults' || policiesOfPlugins(manifests)(settings.namespace))
    return undefined;
  const { podLabels, namespace } = prometheusClient(settings, manifests);
  const policies = manifests
    .kind('NetworkPolicy')
    .filter((policy) => policy.apiVersion === 'networking.k8s.io/v1' && policy.namespace === namespace)
    .map((policy) => ({ policy, spec: mapOf(policy.fields['spec']) }))
    .filter(({ spec }) => listOf(spec['policyTypes']).includes('Egress') || listOf(spec['egress']).length > 0)
    .map((each) => ({ ...each, selects: matches(selectorOf(each.spec['podSelector']), podLabels) }));
  const certain = policies.find((each) => each.selects === 'yes');
  const allows = policies.some((each) => each.selects !== 'no' && listOf(each.spec['egress']).length > 0);
  if (certain === undefined || allows) return undefined;
  return {
    object: certain.policy,
    path: 'spec.egress',
    message: `the policy blocks all connections from the pods of ${settings.name}`,
    found: certain.spec['egress'],
    expected: 'a rule for the scraped pods, and one for DNS',
    fix: 'egress: [{}]',
  };
}
