import { controllerMetrics } from '../../metrics/controllers';
import { MADE_UP } from './deployment';
import { anyOfThese, lagging, unseen, type ReplicatedKind } from './replicated';

const { daemonSetDesired: wanted } = controllerMetrics;

/** It has no progress deadline and no conditions, so counts that do not change have to do. */
export const daemonSet: ReplicatedKind = {
  label: 'daemonset',
  wanted,
  available: controllerMetrics.daemonSetAvailable,
  podSuffix: `-${MADE_UP}{5}`,
  stuck: (own) =>
    anyOfThese([
      lagging(own, wanted, controllerMetrics.daemonSetUpdated),
      lagging(own, wanted, controllerMetrics.daemonSetScheduled),
      unseen(own, controllerMetrics.daemonSetGeneration, controllerMetrics.daemonSetObservedGeneration),
    ]),
};
