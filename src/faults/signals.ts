/** What a scrape of a pod gets. */
export type Scrape = 'page' | 'refused' | 'hangs' | 'http 500' | 'too many samples';

/** A pod at one moment. */
export interface PodSignals {
  readonly scrape: Scrape;
  /** Its readiness probe succeeds: the Service sends requests to it. */
  readonly ready: boolean;
  /** It answers its requests; otherwise they hang, and no metric counts them. */
  readonly answers: boolean;
  /** Share of its requests that fail, beside those that fail everywhere. */
  readonly errors: number;
  /** How often its container has restarted. */
  readonly restarts: number;
  /** Why its container waits. @default it runs */
  readonly waiting?: 'CrashLoopBackOff' | 'ImagePullBackOff';
  /** Why its container ended last. @default it never did */
  readonly terminated?: 'Error' | 'OOMKilled';
  /** Working set as a share of the memory limit. */
  readonly memory: number;
  /** Share of CPU periods in which it is throttled. */
  readonly throttled: number;
  /** It has an address, and therefore a target. */
  readonly target: boolean;
}

/** What a release renames on the metrics page. */
export type Renamed = 'metric' | 'label' | 'bucket';

export type Jobs = 'succeed' | 'fail' | 'hang' | 'do not start' | 'are suspended';

export type Autoscaler = 'works' | 'is at its maximum' | 'does not work';

/** A service, its cluster and its monitoring at one moment. */
export interface Signals {
  /** Requests that arrive, as a share of the usual ones. */
  readonly traffic: number;
  /** Share of the requests that fail. */
  readonly errors: number;
  /** Share of the requests that take longer than the objective allows. */
  readonly slow: number;
  /** Pods by number. */
  readonly pods: Readonly<Record<number, PodSignals>>;
  /** Replicas that the workload asks for; undefined once it is deleted. */
  readonly replicas: number | undefined;
  readonly jobs: Jobs;
  readonly autoscaler: Autoscaler;
  /** The rollout has passed its progress deadline. */
  readonly stuck: boolean;
  /** @default nothing */
  readonly renamed?: Renamed;
  /** A monitor selects the pods, or something pushes their series. */
  readonly monitored: boolean;
  /** The exporter that probes addresses answers. */
  readonly prober: boolean;
  readonly kubeStateMetrics: boolean;
  /** The rules of the service are loaded. */
  readonly rules: boolean;
  /** Seconds for which Prometheus does not run, at the worst moment of the fault; Infinity if it stays away. */
  readonly prometheusAway: number;
  /** Seconds for which Alertmanager does not run, at the worst moment of the fault; Infinity if it stays away. */
  readonly alertmanagerAway: number;
  /** Messages to the first receiver of pages arrive. */
  readonly delivery: boolean;
  /** Values of metrics that the service exposes, by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What differs from a healthy service. Pods are given by number; undefined means that there is no such pod. */
export type Change = Partial<Omit<Signals, 'pods'>> & {
  readonly pods?: Readonly<Record<number, Partial<PodSignals> | undefined>>;
};

const HEALTHY_POD: PodSignals = {
  scrape: 'page',
  ready: true,
  answers: true,
  errors: 0,
  restarts: 0,
  memory: 0.4,
  throttled: 0,
  target: true,
};

/** A healthy service with so many pods, and what differs from it. */
export function signalsWith(count: number, { pods = {}, ...change }: Change = {}): Signals {
  const states: Record<number, PodSignals> = {};
  // Simulations ask for each second.
  for (let pod = 0; pod < count; pod += 1) states[pod] = HEALTHY_POD;
  for (const [pod, changed] of Object.entries(pods))
    if (changed === undefined) delete states[Number(pod)];
    else states[Number(pod)] = { ...HEALTHY_POD, ...changed };
  return {
    traffic: 1,
    errors: 0,
    slow: 0,
    replicas: count,
    jobs: 'succeed',
    autoscaler: 'works',
    stuck: false,
    monitored: true,
    prober: true,
    kubeStateMetrics: true,
    rules: true,
    prometheusAway: 0,
    alertmanagerAway: 0,
    delivery: true,
    metrics: {},
    ...change,
    pods: states,
  };
}

/** The same change for the first pods. */
export function firstPods(count: number, change: Partial<PodSignals> | undefined): Required<Change>['pods'] {
  const pods: Record<number, Partial<PodSignals> | undefined> = {};
  for (let pod = 0; pod < count; pod += 1) pods[pod] = change;
  return pods;
}
