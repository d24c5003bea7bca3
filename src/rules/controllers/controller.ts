import type { Duration } from '../../promql/window';

/** Kinds of objects whose pods are monitored. */
export const CONTROLLER_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

/** The object that creates the pods of a service. */
export interface Controller {
  readonly kind: ControllerKind;
  readonly name: string;
  /** How the containers of its pods are found: by the name of the service, by a name, or by the names of pods. */
  readonly pods: 'named after the service' | 'named after the controller' | { readonly container: string };
  /** Name of the HorizontalPodAutoscaler that decides on its number of pods. @default none */
  readonly autoscaler?: string;
  /** Of a CronJob: how old its last success may be. @default no limit */
  readonly succeedsWithin?: Duration;
}
