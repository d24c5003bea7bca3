import { matching, not, quoteRegex, type InstantVector, type ValueMatcher } from '../../promql/build';
import type { Series } from '../../promql/vector';
import type { AlertRow } from '../alert';
import type { Controller, ControllerKind } from './controller';
import { daemonSet } from './daemon-set';
import { deployment, MADE_UP } from './deployment';
import { ownOf, type ReplicatedKind } from './replicated';
import { statefulSet } from './stateful-set';

/** Kinds that keep a number of pods. */
const REPLICATED: Readonly<Record<Exclude<ControllerKind, 'CronJob'>, ReplicatedKind>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
};

/** Names of the pods of each kind behind the name of the object. */
const POD_SUFFIXES: Readonly<Record<ControllerKind, string>> = {
  Deployment: deployment.podSuffix,
  StatefulSet: statefulSet.podSuffix,
  DaemonSet: daemonSet.podSuffix,
  CronJob: `-[0-9]+-${MADE_UP}{5}`,
};

/** A service with the object that creates its pods. */
interface Controlled {
  readonly name: string;
  readonly namespace: string;
  /** @default a Deployment of its name */
  readonly controller?: Controller;
}

/** Series about the number of pods of a service. */
export interface Replicas {
  /** Labels that identify the object. */
  readonly by: readonly string[];
  readonly wanted: Series<string, 'gauge'>;
  readonly available: Series<string, 'gauge'>;
  /** Has results while Kubernetes makes no progress with the object. */
  readonly stuck: InstantVector;
}

/** @returns undefined for a service whose number of pods nothing keeps */
function replicasOf({ name, namespace, controller }: Controlled): Replicas | undefined {
  const kind = controller?.kind ?? 'Deployment';
  if (kind === 'CronJob') return undefined;
  const { label, wanted, available, stuck } = REPLICATED[kind];
  const own = ownOf(label, namespace, controller?.name ?? name);
  return { by: own.by, wanted: own.of(wanted), available: own.of(available), stuck: stuck(own) };
}

/** Whether something that is known keeps a number of its pods. */
export const hasReplicas = ({ controller }: Pick<Controlled, 'controller'>): boolean =>
  controller !== undefined && controller.kind !== 'CronJob';

/** Like {@link replicasOf}, for alerts that only services with a number of pods have. */
export function requireReplicas(service: Controlled): Replicas {
  const replicas = replicasOf(service);
  if (replicas === undefined) throw new Error(`${service.name} has no number of pods`);
  return replicas;
}

/** Matchers for its containers, which are named after the service unless something else deploys it. */
export function containerMatchers({ name, controller }: Pick<Controlled, 'name' | 'controller'>): {
  readonly container: string | ValueMatcher;
  readonly pod?: ValueMatcher;
} {
  const pods = controller?.pods ?? 'named after the service';
  if (pods === 'named after the service') return { container: name };
  const pod = matching(quoteRegex(controller!.name) + POD_SUFFIXES[controller!.kind]);
  // cAdvisor also exposes each pod as a whole, without a container.
  return { pod, container: pods === 'named after the controller' ? not('') : pods.container };
}

/** Alerts that are written for a Deployment, about an object of another kind. */
export function rowsAbout<R extends Pick<AlertRow, 'summary' | 'description'>>(
  rows: readonly R[],
  kind: ControllerKind,
): readonly R[] {
  if (kind === 'Deployment') return rows;
  const words = (text: string) =>
    text.replaceAll('Deployment', kind).replaceAll('$labels.deployment', `$labels.${kind.toLowerCase()}`);
  return rows.map((row) => ({
    ...row,
    summary: words(row.summary),
    description: words(row.description),
  }));
}
