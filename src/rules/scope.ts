import { containerMatchers } from './controllers/index';
import type { Controller } from './controllers/controller';
import type { Metric } from '../metrics/metric';
import type { TargetLabel } from '../metrics/target-labels';
import { ATTACHED, attached, type ValueMatcher } from '../promql/matchers';

/** The series of a service, which its rules select. */
export interface Scope {
  /** The name of the service, and with it the `job` label. */
  readonly name: string;
  readonly namespace: string;
  /** The `job` label of a service that is scraped under another one. @default its name */
  readonly job?: string;
  /** Labels that select its series besides `namespace` and `job`, or in their place. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** The object that creates its pods. @default a Deployment of its name */
  readonly controller?: Controller;
  /** Labels by which its targets differ. @default `pod` and `instance` */
  readonly targets?: readonly [string, ...string[]];
  /** Of a service whose series something pushes. @default Prometheus scrapes them */
  readonly pushed?: PushedSeries;
}

/** Series that are pushed to Prometheus, so that there is no `up` and not always a namespace or job. */
export interface PushedSeries {
  /** Labels that select all of them, with their values. At least one. */
  readonly labels: Readonly<Record<string, string>>;
  /** The label by which processes of the service differ. */
  readonly instance: string;
  /** What the service exposes. */
  readonly metrics: readonly Metric[];
}

/** Labels that select the series of a scraped service. */
export const SCRAPED_LABELS = ['namespace', 'job'] as const satisfies readonly TargetLabel[];

/**
 * Labels that select the series of a service, and that its recorded series keep, so that two environments in one
 * Prometheus stay apart.
 */
export function scopeLabels({ labels, pushed }: Pick<Scope, 'labels' | 'pushed'>): readonly string[] {
  return pushed === undefined
    ? [...new Set([...SCRAPED_LABELS, ...Object.keys(labels ?? {})])]
    : Object.keys(pushed.labels);
}

/** The same with their values. */
export function scopeValues({
  name,
  namespace,
  job = name,
  labels,
  pushed,
}: Pick<Scope, 'name' | 'namespace' | 'job' | 'labels' | 'pushed'>): Readonly<Record<string, string>> {
  return pushed === undefined ? { namespace, job, ...labels } : pushed.labels;
}

/** Whether its series have the namespace of the service as their label `namespace`. */
export const hasNamespace = ({ labels, pushed }: Pick<Scope, 'labels' | 'pushed'>): boolean =>
  pushed === undefined && labels?.['namespace'] === undefined;

/**
 * Matchers for the series of a service, whatever labels it is found by: for alerts of its own.
 * @example
 * const expr = (service: Parameters<typeof targetsOf>[0]) => gt(select(inFlight, targetsOf(service)), 100);
 */
export function targetsOf(
  scope: Scope,
): Readonly<Partial<Record<TargetLabel, string | ValueMatcher<never>>>> {
  const { labels, pushed } = scope;
  if (pushed === undefined) return { ...scopeValues(scope), ...attachedAll(labels ?? {}) };
  return { [pushed.instance]: ATTACHED, ...attachedAll(pushed.labels) };
}

const attachedAll = (
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, ValueMatcher<never>>> =>
  Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, attached(value)]));

/** Labels that identify a process of the service: a new pod may get the address of an old one. */
export function targetLabels(scope: Targets): readonly string[] {
  const { pushed, targets = ['pod', 'instance'] } = scope;
  return [...scopeLabels(scope), ...(pushed === undefined ? targets : [pushed.instance])];
}

type Targets = Pick<Scope, 'labels' | 'pushed' | 'targets'>;

/** The label of a process that keeps its value when the address changes, unless there is only the address. */
export const processLabel = ({ pushed, targets: [first] = ['pod'] }: Targets): string =>
  pushed?.instance ?? first;

/**
 * Matchers for the containers of the service's pods in series of kube-state-metrics and cAdvisor. The container is
 * named after the service, which is exact where a pattern over pod names is a guess.
 */
export function containersOf(
  scope: Scope,
): { readonly namespace: string } & ReturnType<typeof containerMatchers> {
  return { namespace: scope.namespace, ...containerMatchers(scope) };
}
