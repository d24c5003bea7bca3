/** Outages as data: how a service of three pods differs from a healthy one, minute by minute. */

import type { PodSignals, Renamed } from '../../src/faults/signals';

/** Routes, with their share of the requests. */
export const ROUTES = { '/orders': 0.9, '/orders/:id': 0.1 } as const;
export type Route = keyof typeof ROUTES;

/** A pod at one moment. */
export interface PodState extends PodSignals {
  /** Another number is another process, whose counters start at 0. */
  readonly process: number;
}

const HEALTHY_POD: PodState = {
  scrape: 'page',
  ready: true,
  answers: true,
  errors: 0,
  process: 0,
  restarts: 0,
  memory: 0.4,
  throttled: 0,
  target: true,
};

/** A service at one moment. */
export interface ServiceState {
  /** Requests that arrive, as a share of the usual ones. */
  readonly traffic: number;
  /** Share of requests that fail, by route. */
  readonly errors: Readonly<Record<Route, number>>;
  /** Share of requests that take longer than the objective allows, by route. */
  readonly slow: Readonly<Record<Route, number>>;
  /** Pods by number; a number that is missing has no pod. */
  readonly pods: Readonly<Record<number, PodState>>;
  /** Replicas that the Deployment asks for; undefined once it is deleted. */
  readonly replicas: number | undefined;
  /** Pods of the newest ReplicaSet. @default all */
  readonly updated?: number;
  /** The rollout has passed its progress deadline. */
  readonly stuck: boolean;
  readonly renamed?: Renamed;
  /** The ServiceMonitor exists. */
  readonly monitored: boolean;
  readonly kubeStateMetrics: boolean;
}

/** What is wrong, beside what stays healthy. */
export type Change = Partial<Omit<ServiceState, 'pods'>> & {
  readonly pods?: Readonly<Record<number, Partial<PodState> | undefined>>;
};

/** What an outage takes away from users. */
export type Extent =
  | 'all of it'
  | 'half of it or more'
  | 'less than half'
  | 'nothing yet'
  | 'nothing, but alerts are blind';

export interface Outage {
  /** One line that says what happens. */
  readonly name: string;
  readonly extent: Extent;
  /** Minutes. @default 60 */
  readonly lasts?: number;
  /** Requests per second in healthy times. @default 60 */
  readonly rate?: number;
  /** @default 3 */
  readonly replicas?: number;
  /** Hours that it has already lasted when the run begins: their events are part of the recorded history. @default 0 */
  readonly age?: number;
  /** Something beside the service that fails, and then the run stands alone. */
  readonly interruption?: Interruption;
  /** What differs after so many minutes. */
  readonly change: (minute: number) => Change;
  /** Why no page is right, although users notice, or why it takes longer than five minutes. */
  readonly reason?: string;
}

/** A program of the monitoring that is away for a while. */
export interface Interruption {
  readonly program: 'prometheus' | 'alertmanager';
  /** Minutes after the start of the outage. */
  readonly at: number;
  /** Minutes. */
  readonly lasts: number;
}

export const lastsOf = ({ lasts = 60 }: Pick<Outage, 'lasts'>): number => lasts;
export const rateOf = ({ rate = 60 }: Pick<Outage, 'rate'>): number => rate;
const replicasOf = ({ replicas = 3 }: Pick<Outage, 'replicas'>): number => replicas;
export const ageOf = ({ age = 0 }: Pick<Outage, 'age'>): number => age;

/** A tenth of what the objectives of the fixture stack allow. */
const USUAL_ERRORS = 0.0001;
const USUAL_SLOW = 0.001;

export const everyRoute = (share: number): Readonly<Record<Route, number>> => ({
  '/orders': share,
  '/orders/:id': share,
});

/** The service after so many minutes of its outage; healthy before it, and when it is over. */
export function stateAt(outage: Outage, minute: number): ServiceState {
  const over = minute < 0 || minute >= lastsOf(outage);
  const { pods = {}, ...change } = over ? {} : outage.change(minute);
  const count = replicasOf(outage);
  const numbers = new Set([
    ...Array.from({ length: count }, (_, pod) => pod),
    ...Object.keys(pods).map(Number),
  ]);
  const merged = [...numbers].flatMap((pod) => {
    if (pod in pods && pods[pod] === undefined) return [];
    return [[pod, { ...HEALTHY_POD, ...pods[pod] }] as const];
  });
  return {
    traffic: 1,
    errors: everyRoute(USUAL_ERRORS),
    slow: everyRoute(USUAL_SLOW),
    replicas: count,
    stuck: false,
    monitored: true,
    kubeStateMetrics: true,
    ...change,
    pods: Object.fromEntries(merged),
  };
}
