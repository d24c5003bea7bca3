import type { Trait } from '../../faults/trait';
import type { Controller, ControllerKind } from '../../rules/controllers/controller';
import type { Labels } from '../engine/series';
import type { EventMetric } from './event-metrics';

/** What a simulation needs of a service. */
export interface Subject {
  readonly name: string;
  readonly namespace: string;
  /** Labels that all of its series have, with their values. */
  readonly labels: Labels;
  /** Names of all labels of its targets. @default they can have others than those that are known */
  readonly targetLabels?: readonly string[];
  /** The label by which its processes differ. */
  readonly instance: string;
  /** What there is of it that can break. */
  readonly traits: ReadonlySet<Trait>;
  /** The object that creates its pods. */
  readonly controller: Controller;
  /** The service does not name that object, so that its alerts know nothing of its pods. @default it does */
  readonly isUnnamed?: true;
  readonly pods: number;
  /** Seconds between scrapes, and after which one fails. */
  readonly interval: number;
  readonly timeout: number;
  /** Requests per second in healthy times. */
  readonly rate: number;
  readonly events: readonly EventMetric[];
  /** Samples that a healthy target may expose. @default no limit */
  readonly seriesBudget?: number;
  /** Names of the objectives that count slow requests, and of those that count failures. */
  readonly objectives: readonly { readonly name: string; readonly counts: 'bad' | 'slow' }[];
  /** Recorded events of objectives in one minute. @default the service has no objectives of this project */
  readonly tiles?: string;
}

/** Characters of names that Kubernetes makes up. */
const CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as at the end of the name of a pod. */
const madeUp = (number: number): string =>
  `bcd${CHARACTERS.charAt(Math.floor(number / CHARACTERS.length))}${CHARACTERS.charAt(number % CHARACTERS.length)}`;

/** Names of pods, behind that of the object that creates them. */
const POD_SUFFIX: Readonly<Record<ControllerKind, (number: number) => string>> = {
  Deployment: (number) => `-5d8b9c7f4-${madeUp(number)}`,
  StatefulSet: (number) => `-${number}`,
  DaemonSet: (number) => `-${madeUp(number)}`,
  CronJob: (number) => `-${number}-${madeUp(number)}`,
};

export const podName = ({ controller }: Pick<Subject, 'controller'>, number: number): string =>
  controller.name + POD_SUFFIX[controller.kind](number);

export const containerName = ({ name, controller: { pods } }: Pick<Subject, 'name' | 'controller'>): string =>
  typeof pods === 'object' ? pods.container : name;
