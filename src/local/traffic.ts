/** What clients do to the service, and what monitoring has to make of it. */
export interface Traffic {
  /** Requests a second, to all replicas together. */
  readonly rate: number;
  /** Every so many requests one fails in storage and is answered with 503. @default none */
  readonly failEvery?: number;
  /** Every so many requests one waits in storage for {@link SLOW_MILLISECONDS}. @default none */
  readonly slowEvery?: number;
  /** Every replica is killed once all targets were up. */
  readonly killsReplicas: boolean;
  /** Whether every recording rule must have data: some have none where nothing happens. */
  readonly recordsEverything: boolean;
  /** Alerts that must be pending or firing. */
  readonly alerts: readonly ExpectedAlert[];
}

/** Alert names end the same for every service, and the rule that records `slo:info` states the kind of an objective. */
export interface ExpectedAlert {
  /** How the name ends. */
  readonly name: string;
  /** Kind of the objective that it is about. @default it is about none */
  readonly objective?: 'availability' | 'latency';
}

/** Above the threshold of every latency objective of the catalog. */
export const SLOW_MILLISECONDS = 400;

/**
 * `steady` is not free of failures: what is left of a budget, and for how long, has no sample while nothing burns. They
 * are so rare that no alert may follow: 1 in 1500 of an objective that allows 1 in 1000, 1 in 400 where it is 1 in 100.
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
    killsReplicas: false,
    recordsEverything: true,
    alerts: [{ name: 'ErrorBudgetBurn', objective: 'availability' }],
  },
  slow: {
    rate: 20,
    slowEvery: 3,
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
  },
} as const satisfies Readonly<Record<string, Traffic>>;

export type TrafficName = keyof typeof TRAFFIC;

export const TRAFFIC_NAMES = Object.keys(TRAFFIC) as readonly TrafficName[];

/** Of services that this program sends no requests to. */
export const NO_TRAFFIC: Traffic = TRAFFIC.idle;

interface Step {
  readonly method: string;
  /** `:id` is the task that was created last. */
  readonly path: string;
  readonly body?: object;
}

/** What one client does, over and over. It leaves no tasks behind. */
export const STEPS: readonly Step[] = [
  { method: 'GET', path: '/tasks' },
  { method: 'POST', path: '/tasks', body: { title: 'Look at the dashboard' } },
  { method: 'GET', path: '/tasks/:id' },
  { method: 'GET', path: '/tasks?limit=10' },
  { method: 'PATCH', path: '/tasks/:id', body: { done: true } },
  { method: 'GET', path: '/tasks/:id' },
  { method: 'DELETE', path: '/tasks/:id' },
  { method: 'GET', path: '/tasks' },
];
