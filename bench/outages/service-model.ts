import { kubeletSamples, kubeStateSamples } from './cluster-samples';
import { podName } from './names';
import { ROUTES, rateOf, stateAt, type Outage, type PodState, type Route, type ServiceState } from './outage';
import type { Sample } from './sample';

/** Counters of one pod and route. */
interface Counts {
  good: number;
  bad: number;
  slow: number;
}

interface Pod {
  state: PodState;
  /** Unix time in seconds at which the process started. */
  started: number;
  counts: Record<Route, Counts>;
}

const noCounts = (): Record<Route, Counts> => ({
  '/orders': { good: 0, bad: 0, slow: 0 },
  '/orders/:id': { good: 0, bad: 0, slow: 0 },
});

/** More samples than any limit of a scrape. */
const TOO_MANY = 5000;

/** A service that lives through an outage: what its pods count, and what the cluster says of it. */
export class ServiceModel {
  state: ServiceState;
  private readonly pods = new Map<number, Pod>();

  /** @param now Unix time in seconds, on the clock that the process start is stated in */
  constructor(
    readonly namespace: string,
    readonly outage: Outage,
    now: number,
  ) {
    this.state = stateAt(outage, -1);
    this.renewPods(now - 86_400);
  }

  /**
   * Lets time pass.
   * @param seconds since the last call
   * @param minute since the start of the outage, negative before it
   */
  advance(seconds: number, minute: number, now: number): void {
    this.state = stateAt(this.outage, minute);
    this.renewPods(now);
    const receiving = [...this.pods.values()].filter(({ state }) => state.ready);
    const requests = (rateOf(this.outage) * this.state.traffic * seconds) / Math.max(1, receiving.length);
    for (const { state, counts } of receiving) {
      if (!state.answers) continue;
      for (const [route, share] of Object.entries(ROUTES) as [Route, number][]) {
        const errors = Math.min(1, this.state.errors[route] + state.errors);
        const count = counts[route];
        count.good += requests * share * (1 - errors);
        count.bad += requests * share * errors;
        count.slow += requests * share * this.state.slow[route];
      }
    }
  }

  /** Pods with a target, by name. */
  get targets(): readonly string[] {
    return targetsIn(this.state);
  }

  /** The pod's state and page; undefined when there is no such pod. */
  page(
    name: string,
  ): { readonly scrape: PodState['scrape']; readonly samples: readonly Sample[] } | undefined {
    const [, pod] = [...this.pods].find(([number]) => podName(number) === name) ?? [];
    if (pod === undefined) return undefined;
    const { scrape } = pod.state;
    const samples = this.podSamples(pod);
    return { scrape, samples: scrape === 'too many samples' ? [...samples, ...flood()] : samples };
  }

  get clusterState(): readonly Sample[] {
    return kubeStateSamples(this.namespace, this.state);
  }

  kubelet(minute: number): readonly Sample[] {
    return kubeletSamples(this.namespace, this.state, minute);
  }

  private renewPods(now: number): void {
    for (const number of this.pods.keys()) if (!(number in this.state.pods)) this.pods.delete(number);
    for (const [key, state] of Object.entries(this.state.pods)) {
      const pod = this.pods.get(Number(key));
      const same = pod?.state.process === state.process;
      if (pod !== undefined && same) pod.state = state;
      else this.pods.set(Number(key), { state, started: now, counts: noCounts() });
    }
  }

  private podSamples({ counts, started }: Pod): readonly Sample[] {
    const { renamed } = this.state;
    const prefix = renamed === 'metric' ? 'orders' : 'order_api';
    const status = renamed === 'label' ? 'code' : 'status';
    const bound = renamed === 'bucket' ? '0.3' : '0.25';
    const routes = (Object.keys(ROUTES) as Route[]).flatMap((endpoint): readonly Sample[] => {
      const labels = { method: 'GET', endpoint };
      const { good, bad, slow } = counts[endpoint];
      const all = Math.floor(good) + Math.floor(bad);
      const requests = (code: string, value: number): Sample => ({
        name: `${prefix}_requests_total`,
        labels: { ...labels, [status]: code },
        value: Math.floor(value),
      });
      const bucket = (le: string, value: number): Sample => ({
        name: `${prefix}_request_duration_seconds_bucket`,
        labels: { ...labels, le },
        value,
      });
      return [
        requests('200', good),
        requests('500', bad),
        bucket(bound, all - Math.floor(slow)),
        bucket('1', all),
        bucket('+Inf', all),
        { name: `${prefix}_request_duration_seconds_count`, labels, value: all },
        { name: `${prefix}_request_duration_seconds_sum`, labels, value: all * 0.05 + slow },
      ];
    });
    return [...routes, { name: 'process_start_time_seconds', labels: {}, value: started }];
  }
}

/** Names of the pods that Prometheus discovers. */
export function targetsIn({ monitored, pods }: ServiceState): readonly string[] {
  if (!monitored) return [];
  return Object.entries(pods).flatMap(([number, { target }]) => (target ? [podName(number)] : []));
}

const flood = (): readonly Sample[] =>
  Array.from({ length: TOO_MANY }, (_, user) => ({
    name: 'order_api_requests_by_user_total',
    labels: { user: String(user) },
    value: 1,
  }));
