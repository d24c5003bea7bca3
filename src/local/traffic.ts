import type { LocalProgram, LocalRequest } from '../catalog/local-program';
import { refused } from './options';

/** A traffic profile: the requests of clients, and the alerts that must follow. */
export interface Traffic {
  /** Requests per second, to all replicas together. */
  readonly rate: number;
  /** Every n-th request fails. @default none fails */
  readonly failEvery?: number;
  /** Every n-th request is slow. @default none is slow */
  readonly slowEvery?: number;
  /** Fault that at least one replica must be able to produce. @default none */
  readonly needs?: 'failing' | 'slow';
  /** Every replica is killed once all targets were up. */
  readonly killsReplicas: boolean;
  /** Whether every recording rule must have data. Some have none without traffic. */
  readonly recordsEverything: boolean;
  /** Alerts that must be pending or firing. */
  readonly alerts: readonly ExpectedAlert[];
  /** Alerts that may be active too: those on half of the replicas exist only where there are several. @default none */
  readonly others?: readonly ExpectedAlert[];
}

/** Alert names end the same for every service, and the rule that records `slo:info` states the kind of an objective. */
export interface ExpectedAlert {
  /** How the name ends. */
  readonly name: string;
  /** Kind of its objective. @default it belongs to no objective */
  readonly objective?: 'availability' | 'latency';
}

/**
 * `steady` has a few failures, because the time until a budget is used up has no sample while nothing burns. They are
 * too rare for an alert: 1 in 1500 of an objective that allows 1 in 1000, 1 in 400 where it allows 1 in 100.
 */
export const TRAFFIC = {
  steady: {
    rate: 150,
    failEvery: 1500,
    slowEvery: 400,
    killsReplicas: false,
    recordsEverything: true,
    alerts: [],
  },
  errors: {
    rate: 80,
    failEvery: 5,
    slowEvery: 400,
    needs: 'failing',
    killsReplicas: false,
    recordsEverything: true,
    alerts: [{ name: 'ErrorBudgetBurn', objective: 'availability' }],
  },
  slow: {
    rate: 20,
    slowEvery: 3,
    needs: 'slow',
    killsReplicas: false,
    recordsEverything: false,
    alerts: [{ name: 'ErrorBudgetBurn', objective: 'latency' }],
  },
  idle: { rate: 0, killsReplicas: false, recordsEverything: false, alerts: [] },
  down: {
    rate: 20,
    killsReplicas: true,
    recordsEverything: false,
    alerts: [{ name: 'Down' }, { name: 'TargetDown' }, { name: 'Unavailable' }, { name: 'CrashLooping' }],
    others: [{ name: 'PartialOutage' }, { name: 'TargetsFailing' }],
  },
} as const satisfies Readonly<Record<string, Traffic>>;

/** Services that ran before: they have traffic of their own, and are not ended. */
export const RUNNING: Traffic = {
  rate: 0,
  killsReplicas: false,
  recordsEverything: false,
  alerts: [],
};

export type TrafficName = keyof typeof TRAFFIC;

export const TRAFFIC_NAMES = Object.keys(TRAFFIC) as readonly TrafficName[];

export interface Replica {
  readonly workload: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly alive: () => boolean;
  /** Its definition in the stack. @default the stack does not define it */
  readonly program?: LocalProgram;
  /** Makes its next request fail or wait. @default it accepts no faults, because the stack does not run it */
  readonly fault?: (kind: 'fail' | 'slow') => void;
}

/** For services that state no requests: every HTTP server answers it. */
const DEFAULT_REQUESTS: readonly LocalRequest[] = [{ method: 'GET', path: '/' }];

export const requestsOf = (program: LocalProgram | undefined): readonly LocalRequest[] =>
  program?.requests ?? DEFAULT_REQUESTS;

/**
 * The profile as far as these replicas can follow it.
 * @param replicas none where every service ran before
 * @throws InvalidInput when none of them can fail, be slow or end, as the profile requires
 */
export function trafficFor(name: TrafficName, replicas: readonly Replica[]): Traffic {
  const profile: Traffic = TRAFFIC[name];
  if (replicas.length === 0) {
    if (profile.alerts.length === 0) return RUNNING;
    throw refused(
      '--traffic',
      'services of --target receive no requests and keep running',
      name,
      'leave --traffic out; the alerts follow the traffic that these services have',
    );
  }
  const { needs } = profile;
  const workloads = [...new Set(replicas.map(({ workload }) => workload))];
  if (needs !== undefined && !replicas.some((replica) => can(replica, needs)))
    throw refused(
      '--traffic',
      `no replica of ${workloads.join(', ')} can be made ${needs}`,
      name,
      `define local.${workloads[0]}.${needs} in the stack, or use --traffic steady`,
    );
  const recordsEverything = profile.recordsEverything && replicas.every(reachesEverything);
  return { ...profile, recordsEverything };
}

/**
 * Notes on requests that a run does not send and differences that it does not report, one sentence each.
 * @param running names of services that ran before
 */
export function trafficNotes(
  name: TrafficName,
  replicas: readonly Replica[],
  running: readonly string[],
): readonly string[] {
  return [
    ...[...new Set(running)].map((each) => `${each} was running before, so this run sends it no requests.`),
    ...unreported(name, replicas),
  ];
}

function unreported(name: TrafficName, replicas: readonly Replica[]): readonly string[] {
  if (!TRAFFIC[name].recordsEverything) return [];
  const workloads = new Set(
    replicas.filter((replica) => !reachesEverything(replica)).map(({ workload }) => workload),
  );
  return [...workloads].map(
    (workload) =>
      `Recording rules without data are not reported: define requests, failing and slow of local.${workload} in the stack.`,
  );
}

const can = ({ program, fault }: Replica, needs: 'failing' | 'slow'): boolean =>
  fault !== undefined || program?.[needs] !== undefined;

/** Whether requests reach every series: a default request may not, and some series exist only after errors. */
const reachesEverything = (replica: Replica): boolean =>
  replica.program?.requests !== undefined && can(replica, 'failing') && can(replica, 'slow');
