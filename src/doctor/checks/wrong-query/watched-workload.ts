import { shell } from '../../../findings/shell';
import { nameOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import { CONTROLLER_KINDS } from '../../../rules/controllers/controller';
import { isSynthesized } from '../../catalog-contracts';
import { defineCheck, type Facts, type Found, type WatchedWorkload } from '../../check';
import { isNamed } from '../shared/catalog-scrape';
import { showNamespaces } from '../shared/namespaces';
import { isWatched, watchedFix } from '../shared/watched-workloads';

// Certain once other workloads of the namespace, or one of this name, were read. Silent before: the workload is applied
// from elsewhere.
export const check = defineCheck({
  id: 'watched-workload',
  severity: 'error',
  question: 'Does every workload exist that a service of the catalog names with existing({ kind, name })?',
  symptom: 'Alerts on pods, replicas and rollouts of the service never fire, and their panels are empty.',
  why: 'These rules read the series of kube-state-metrics for one object, by its kind and name.',
  remedy: 'Set kind and name as `kubectl get deployments,statefulsets,daemonsets,cronjobs` shows them.',
  see: 'https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload',
  needs: ['manifests', 'contracts'],
  find: ({ manifests, contracts }) =>
    (contracts.watched ?? []).flatMap((watched) =>
      watched.namespaces.map((namespace) => missing(watched, namespace, manifests)),
    ),
});

function missing(watched: WatchedWorkload, namespace: string, manifests: Facts['manifests']): Found {
  const { service, kind, name, namespaces } = watched;
  const kinds: readonly string[] = CONTROLLER_KINDS;
  const read = manifests.pods.all.filter(({ owner }) => kinds.includes(owner.kind) && !isSynthesized(owner));
  const inside = read.filter((pod) => pod.namespace === namespace);
  // Of several namespaces, none is the one that was meant.
  const elsewhere = namespaces.length > 1 ? [] : read;
  if (inside.some(({ owner }) => isWatched(watched, owner))) return undefined;
  const ofApplication = ({ labels, owner }: PodTemplate) =>
    [service, name].some((each) => isNamed(labels, each) || isNamed(owner.labels, each));
  const meant = (
    inside.find(({ owner }) => owner.name === name) ??
    inside.find(ofApplication) ??
    inside.find(({ owner }) => owner.name === service) ??
    elsewhere.find(({ owner }) => isWatched(watched, owner))
  )?.owner;
  if (meant === undefined && inside.length === 0) return undefined;
  const where = showNamespaces([namespace]);
  return {
    resource: `service "${service}"`,
    path: 'workload',
    message:
      meant === undefined
        ? `no ${kind} of this name was read in ${where}`
        : `no ${kind} of this name was read in ${where}, but ${nameOf(meant)} was`,
    found: { kind, name },
    expected: `a workload in ${where}`,
    fix:
      meant === undefined
        ? shell`kubectl get ${kind.toLowerCase()}s --namespace ${namespace}`
        : fixTo(meant, watched, namespace),
  };
}

function fixTo(
  { kind, name, namespace }: PodTemplate['owner'],
  watched: WatchedWorkload,
  inside: string,
): string {
  if (namespace !== inside) return `in the catalog: namespace: '${namespace}'`;
  const { succeedsWithin: _ofCronJob, ...others } = watched;
  return watchedFix({ ...(kind === 'CronJob' ? watched : others), kind, name }, inside);
}
