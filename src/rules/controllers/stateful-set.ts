import { controllerMetrics } from '../../metrics/controllers';
import { anyOfThese, lagging, unseen, type ReplicatedKind } from './replicated';

const { statefulSetReplicas: wanted } = controllerMetrics;

/** It has no progress deadline and no conditions, so counts that do not change have to do. */
export const statefulSet: ReplicatedKind = {
  label: 'statefulset',
  wanted,
  available: controllerMetrics.statefulSetAvailable,
  podSuffix: '-[0-9]+',
  stuck: (own) =>
    anyOfThese([
      lagging(own, wanted, controllerMetrics.statefulSetUpdated),
      lagging(own, wanted, controllerMetrics.statefulSetPods),
      unseen(own, controllerMetrics.statefulSetGeneration, controllerMetrics.statefulSetObservedGeneration),
    ]),
};
