import type { PartProblem } from '../../findings/finding';
import { callsOf } from '../../findings/alternatives';
import { PRIVILEGED } from '../fields';
import type { Controller } from '../../rules/controllers/controller';
import { cronJobKind, type CronJobWorkload } from './cron-job';
import { daemonSetKind, type DaemonSetWorkload } from './daemon-set';
import { deploymentKind, type DeploymentWorkload } from './deployment';
import { existingWorkloadKind, type ExistingWorkload } from './existing';
import type { WorkloadKind } from './kind';
import { probedPorts } from './probe';
import { statefulSetKind, type StatefulSetWorkload } from './stateful-set';

/** Every kind of workload, by the name that `kind` of a workload has. */
export const workloadKinds = {
  deployment: deploymentKind,
  statefulSet: statefulSetKind,
  daemonSet: daemonSetKind,
  cronJob: cronJobKind,
  existingObject: existingWorkloadKind,
} as const;

export type ServingWorkload = DeploymentWorkload | StatefulSetWorkload | DaemonSetWorkload;

export type WrittenWorkload = ServingWorkload | CronJobWorkload;

export type Workload = WrittenWorkload | ExistingWorkload;

/** The functions that make workloads: `deployment({ ... }), statefulSet({ ... }) or existing({ ... })`. */
export const WORKLOAD_FUNCTIONS = callsOf(Object.values(workloadKinds).map(({ definedBy }) => definedBy));

/** Whether a function of this folder can have built it. */
export const isWorkload = (value: unknown): value is Workload =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  Object.hasOwn(workloadKinds, String(value.kind)) &&
  (value.kind === 'existingObject' ? 'object' in value : 'image' in value);

/** Whether `existing({ kind, name })` can have built it. */
export const isExistingWorkload = (value: unknown): value is ExistingWorkload =>
  isWorkload(value) && value.kind === 'existingObject';

interface Run {
  readonly workload: Workload | 'external';
  /** What runs it in single namespaces instead. */
  readonly workloadIn: Readonly<Record<string, ExistingWorkload>>;
}

/** What runs a service in one of its namespaces. */
export const workloadOf = ({ workload, workloadIn }: Run, namespace: string): Workload | 'external' =>
  Object.hasOwn(workloadIn, namespace) ? workloadIn[namespace]! : workload;

/** Whether something else deploys it in some namespaces. */
export const runsElsewhere = ({ workloadIn }: Pick<Run, 'workloadIn'>): boolean =>
  Object.keys(workloadIn).length > 0;

/** Whether synthesis writes it. */
export const isWritten = (workload: Workload | 'external'): workload is WrittenWorkload =>
  workload !== 'external' && workload.kind !== 'existingObject';

/** Whether synthesis writes a Service for its pods. */
export const isServing = (workload: Workload | 'external'): workload is ServingWorkload =>
  isWritten(workload) && 'probes' in workload;

/** The object whose pods are monitored. @returns undefined for a service of which only its metrics are known */
export function controllerOf(workload: Workload | 'external', service: string): Controller | undefined {
  if (workload === 'external') return undefined;
  const kind: WorkloadKind<Workload> = workloadKinds[workload.kind];
  return kind.controller(workload, service);
}

/** Why `replicas` of a workload cannot be set; undefined where they can. */
export function withoutReplicas(workload: Workload): string | undefined {
  const kind: WorkloadKind<Workload> = workloadKinds[workload.kind];
  return kind.withoutReplicas?.(workload);
}

/** Whether its number of pods can be set. */
export const isScalable = (workload: Workload): workload is DeploymentWorkload | StatefulSetWorkload =>
  workload.kind === 'deployment' || workload.kind === 'statefulSet';

interface Ports {
  readonly port?: number | undefined;
  readonly metricsPort?: number | undefined;
}

/** Problems between a workload and the other fields of its service. */
export function workloadProblems(workload: Workload | 'external', ports: Ports): readonly PartProblem[] {
  if (!isServing(workload)) return [];
  const { env, secretEnv, probes } = workload;
  const named = { http: ports.port, metrics: ports.metricsPort, ...workload.ports };
  const known = Object.entries(named).flatMap(([name, port]) => (port === undefined ? [] : [name]));
  const taken = Object.keys(workload.ports).find((name) => name === 'http' || name === 'metrics');
  const own = Object.entries(workload.ports);
  const twice = own.find(([name, port]) =>
    Object.entries(named).some(([other, number]) => other !== name && number === port),
  );
  const unknown = probedPorts(probes).find((name) => !known.includes(name));
  return [
    ...(['port', 'metricsPort'] as const).flatMap((path) =>
      PRIVILEGED.isIn(ports[path])
        ? [{ path, message: PRIVILEGED.message, found: ports[path], fix: PRIVILEGED.fix }]
        : [],
    ),
    ...(ports.metricsPort !== undefined && 'METRICS_PORT' in { ...env, ...secretEnv }
      ? [
          {
            path: 'workload.env',
            message: 'metricsPort already sets this variable',
            found: 'METRICS_PORT',
            fix: 'remove the variable',
          },
        ]
      : []),
    ...(taken === undefined
      ? []
      : [
          {
            path: `workload.ports.${taken}`,
            message: `${taken === 'http' ? 'port' : 'metricsPort'} of the service has this name`,
            found: taken,
            fix: 'give the port another name',
          },
        ]),
    ...(twice === undefined || twice[0] === taken
      ? []
      : [
          {
            path: `workload.ports.${twice[0]}`,
            message: 'another port has the same number',
            found: twice[1],
            fix: 'remove one of them',
          },
        ]),
    ...(unknown === undefined
      ? []
      : [
          {
            path: 'workload.probes',
            message: 'no port has this name',
            found: unknown,
            fix: `use one of ${known.join(', ')}, or add it to ports`,
          },
        ]),
  ];
}
