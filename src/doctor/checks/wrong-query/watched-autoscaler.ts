import { mapOf, nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import { CONTROLLER_KINDS } from '../../../rules/controllers/controller';
import { defineCheck, type Found, type WatchedWorkload } from '../../check';
import { isWatched, readWorkloads, watchedFix } from '../shared/watched-workloads';

// Certain where another autoscaler scales the workload, where the named one scales another workload, and where a whole
// cluster was read. A warning where only the manifests of the workload were read: its autoscaler may be elsewhere.
export const check = defineCheck({
  id: 'watched-autoscaler',
  severity: 'error',
  question:
    'Does the HorizontalPodAutoscaler exist that a service of the catalog names with existing({ autoscaler }), and does it scale the workload?',
  symptom: 'Alerts on the autoscaler of the service never fire, or they are about another service.',
  why: 'These rules read the series of kube-state-metrics for one HorizontalPodAutoscaler, by its name. KEDA names it keda-hpa-<name of the ScaledObject>.',
  remedy: 'Set autoscaler as `kubectl get horizontalpodautoscalers` shows it.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/horizontalpodautoscaler-metrics.md',
  needs: ['manifests', 'contracts'],
  wants: ['cluster'],
  find: ({ cluster, manifests, contracts }) =>
    readWorkloads({ manifests, contracts }).map(({ watched, namespace }) =>
      watched.autoscaler === undefined
        ? undefined
        : finding(watched, namespace, autoscalersIn(manifests, namespace), cluster !== undefined),
    ),
});

/** What scales a workload, under the name of its HorizontalPodAutoscaler. */
interface Autoscaler {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly scales: { readonly kind: string; readonly name: string };
}

function autoscalersIn(manifests: Manifests, namespace: string): readonly Autoscaler[] {
  const ofKind = (kind: string, nameIn: (object: KubernetesObject) => string) =>
    manifests
      .kind(kind)
      .filter((object) => object.namespace === namespace)
      .map((object) => {
        const target = mapOf(mapOf(object.fields['spec'])['scaleTargetRef']);
        const scales = { kind: textOf(target['kind']) ?? 'Deployment', name: textOf(target['name']) ?? '' };
        return { name: nameIn(object), object, scales };
      });
  return [
    ...ofKind('HorizontalPodAutoscaler', ({ name }) => name),
    ...ofKind('ScaledObject', ({ name, fields }) => {
      const { horizontalPodAutoscalerConfig } = mapOf(mapOf(fields['spec'])['advanced']);
      return textOf(mapOf(horizontalPodAutoscalerConfig)['name']) ?? `keda-hpa-${name}`;
    }),
  ];
}

function finding(
  watched: WatchedWorkload,
  namespace: string,
  autoscalers: readonly Autoscaler[],
  isWhole: boolean,
): Found {
  const { autoscaler, ...others } = watched;
  const { service, kind, name } = watched;
  const named = autoscalers.filter((each) => each.name === autoscaler);
  // A workload of another kind may run the pods of this one.
  const isOther = ({ scales }: Autoscaler) =>
    (CONTROLLER_KINDS as readonly string[]).includes(scales.kind) && !isWatched(watched, scales);
  if (named.some((each) => !isOther(each))) return undefined;
  const right = autoscalers.find(({ scales }) => isWatched(watched, scales));
  const workload = `${kind} ${namespace}/${name}`;
  const [wrong] = named;
  return {
    resource: `service "${service}"`,
    path: 'workload.autoscaler',
    ...(wrong === undefined && right === undefined && !isWhole ? { severity: 'warning' as const } : {}),
    message:
      wrong === undefined
        ? `no HorizontalPodAutoscaler of this name was read, ${right === undefined ? `and none that scales ${workload}` : `but ${nameOf(right.object)} scales ${workload}`}`
        : `${nameOf(wrong.object)} scales ${wrong.scales.kind} ${wrong.scales.name}`,
    found: autoscaler,
    expected: right?.name ?? `a HorizontalPodAutoscaler that scales ${workload}`,
    fix:
      right === undefined
        ? watchedFix(others, namespace)
        : watchedFix({ ...watched, autoscaler: right.name }, namespace),
  };
}
