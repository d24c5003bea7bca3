import { seeded } from '../../src/findings/seeded';
import { minuteSeries } from './minutes';
import { Truth } from './truth';

/** One series: timestamps in milliseconds, and null where Prometheus would mark it stale. */
export interface RawSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Incident {
  /** Milliseconds. */
  readonly start: number;
  /** Share of requests that fail. */
  readonly errors: number;
}

export interface Dataset {
  readonly series: readonly RawSeries[];
  readonly samples: number;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly incidents: readonly Incident[];
  /** Twenty minutes without a request, in the first day. */
  readonly silence: { readonly start: number; readonly end: number };
  /** What really happened after `from` and until `to` (milliseconds). @param of events of any kind, added up */
  truth(from: number, to: number, of?: readonly Happening[]): { readonly all: number; readonly bad: number };
}

/** What happens in the data: requests, how long they take, jobs, minutes of a queue, and probes. */
export type Happening = 'requests' | 'durations' | 'jobs' | 'minutes' | 'probes';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SCRAPE = 30 * SECOND;
const DAYS = 31;
const START = Date.UTC(2026, 0, 1);
const END = START + DAYS * DAY;

/** Three pods with twenty series each; how the traffic is split among them. */
const POD_OFFSETS = [3_100, 12_700, 24_400] as const;
const ROUTES = [
  { method: 'GET', endpoint: '/orders', share: 0.55 },
  { method: 'POST', endpoint: '/orders', share: 0.25 },
  { method: 'PATCH', endpoint: '/orders/:id', share: 0.15 },
  { method: 'GET', endpoint: 'unmatched', share: 0.05 },
] as const;
const GOOD = [
  { status: '200', share: 0.8 },
  { status: '201', share: 0.12 },
  { status: '400', share: 0.03 },
  { status: '404', share: 0.05 },
] as const;
const BAD = '500';
const STATUSES = [...GOOD.map(({ status }) => status), BAD];

/** What every pod counts: requests, then their durations, then jobs. */
const COUNTERS: readonly RawSeries['labels'][] = [
  ...ROUTES.flatMap(({ method, endpoint }): readonly RawSeries['labels'][] =>
    STATUSES.map((status) => ({ __name__: 'order_api_requests_total', method, endpoint, status })),
  ),
  ...ROUTES.flatMap(({ method, endpoint }): readonly RawSeries['labels'][] => [
    { __name__: 'order_api_request_duration_seconds_count', method, endpoint },
    { __name__: 'order_api_request_duration_seconds_bucket', method, endpoint, le: '0.25' },
  ]),
  { __name__: 'order_api_jobs_total' },
  { __name__: 'order_api_jobs_failed_total' },
];
const DURATIONS = ROUTES.length * STATUSES.length;
const JOBS = DURATIONS + 2 * ROUTES.length;

/** Slow requests among those that succeed; those that fail are slow, too. */
const SLOW = 0.003;
/** Jobs for each request, and failures among them. */
const JOBS_PER_REQUEST = 0.1;
const FAILED_JOBS = 0.0005;

/** Requests a second over all pods, on average over a day. */
const RATE = 60;
const BASELINE_ERRORS = 0.0002;
/** Every night a job fails some requests while there are few. */
const NIGHTLY = { from: 2 * HOUR, until: 2 * HOUR + 10 * MINUTE, errors: 0.01 };
/** Share of scrapes that fail. */
const FAILED_SCRAPES = 0.001;

/** Error ratios whose detection is timed, how long they last, and how often each happens. */
const INCIDENTS = [
  { errors: 1, length: 4 * MINUTE },
  { errors: 0.2, length: 9 * MINUTE },
  { errors: 0.05, length: 40 * MINUTE },
  { errors: 0.02, length: 75 * MINUTE },
] as const;
const REPEATS = 10;

/** Prometheus itself is away. */
const OUTAGE = { start: START + 12.3 * DAY, end: START + 12.3 * DAY + 20 * MINUTE };

/** A month of the Task API: day and night, incidents, bursts, restarts, missed scrapes, an outage. Always the same. */
export function dataset(): Dataset {
  const random = seeded(20_260_131);
  const incidents = plannedIncidents(random);
  const bursts = Array.from({ length: 12 }, () => START + random() * DAYS * DAY);
  const silence = { start: START + 0.6 * DAY, end: START + 0.6 * DAY + 20 * MINUTE };
  const minutes = minuteSeries(START, END, OUTAGE);
  const series: RawSeries[] = [...minutes.series];
  const truths: Readonly<Record<Happening, Truth>> = {
    requests: new Truth(),
    durations: new Truth(),
    jobs: new Truth(),
    ...minutes.truths,
  };
  // Of its own, so that requests stay as they are whatever else is measured.
  const others = seeded(20_260_201);

  /** Requests a second at a time, and which share of them fails. */
  const load = (at: number): { readonly rate: number; readonly errors: number } => {
    if (at >= silence.start && at < silence.end) return { rate: 0, errors: 0 };
    const day = 1 - 0.8 * Math.cos((2 * Math.PI * ((at - START) % DAY)) / DAY);
    const bursting = bursts.some((start) => at >= start && at < start + 15 * MINUTE);
    const incident = incidents.find(({ start, length }) => at >= start && at < start + length);
    const time = (at - START) % DAY;
    const usual = time >= NIGHTLY.from && time < NIGHTLY.until ? NIGHTLY.errors : BASELINE_ERRORS;
    return { rate: RATE * day * (bursting ? 4 : 1), errors: incident?.errors ?? usual };
  };

  for (const [slot, offset] of POD_OFFSETS.entries()) {
    let pod = new Pod(`order-api-${slot}-0`, slot, 0, START - DAY);
    let generation = 0;
    for (let at = START + offset; at <= END; at += SCRAPE) {
      if (pod.isBorn) {
        // Crashes and rollouts come right after a scrape, so that no request goes unseen: the truth can be reached.
        if (pod.isSeen && random() < SCRAPE / (5 * DAY)) pod.restart(at);
        if (pod.isSeen && random() < SCRAPE / (3 * DAY)) {
          pod.end(at);
          series.push(...pod.series());
          generation += 1;
          pod = new Pod(`order-api-${slot}-${generation}`, slot, generation, at);
        } else {
          serve(pod, at, load, truths, { random, others });
        }
      }
      if (at >= OUTAGE.start && at < OUTAGE.end) continue;
      pod.scrape(at, random() < FAILED_SCRAPES);
    }
    series.push(...pod.series());
  }
  return {
    series,
    samples: series.reduce((sum, { values }) => sum + values.length, 0),
    start: START,
    end: END,
    incidents,
    silence,
    truth: (from, to, of = ['requests']) =>
      of
        .map((happening) => truths[happening].between(from, to))
        .reduce((sum, { all, bad }) => ({ all: sum.all + all, bad: sum.bad + bad })),
  };
}

/** What a pod serves between the scrape before and this one, in slices of three seconds. */
function serve(
  pod: Pod,
  at: number,
  load: (at: number) => { readonly rate: number; readonly errors: number },
  truths: Readonly<Record<Happening, Truth>>,
  { random, others }: Readonly<Record<'random' | 'others', () => number>>,
): void {
  let requests = 0;
  let errors = 0;
  for (let slice = at - SCRAPE; slice < at; slice += 3 * SECOND) {
    const now = load(slice);
    requests += (now.rate * 3) / POD_OFFSETS.length;
    errors += (now.rate * 3 * now.errors) / POD_OFFSETS.length;
  }
  const whole = (expected: number) => Math.floor(expected + random());
  for (const [route, { share }] of ROUTES.entries()) {
    const bad = whole(errors * share);
    pod.count(route * STATUSES.length + GOOD.length, bad);
    let all = bad;
    for (const [status, { share: part }] of GOOD.entries()) {
      const good = whole((requests - errors) * share * part);
      pod.count(route * STATUSES.length + status, good);
      all += good;
    }
    truths.requests.add(at, all, bad);
    const slow = bad + Math.floor((all - bad) * SLOW + others());
    pod.count(DURATIONS + 2 * route, all);
    pod.count(DURATIONS + 2 * route + 1, all - slow);
    truths.durations.add(at, all, slow);
  }
  const jobs = Math.floor(requests * JOBS_PER_REQUEST + others());
  const failed = Math.min(jobs, Math.floor((requests * FAILED_JOBS + errors) * JOBS_PER_REQUEST + others()));
  pod.count(JOBS, jobs);
  pod.count(JOBS + 1, failed);
  truths.jobs.add(at, jobs, failed);
}

/** Each kind of incident a few times, more than half a day apart, at all hours and at no round time. */
function plannedIncidents(random: () => number): readonly (Incident & { readonly length: number })[] {
  return Array.from({ length: REPEATS * INCIDENTS.length }, (_, index) => ({
    ...INCIDENTS[index % INCIDENTS.length]!,
    start: START + (1.4 + index * 0.73) * DAY + Math.floor(random() * 10 * MINUTE),
  }));
}

/** One scraped process and its counters. */
class Pod {
  private readonly counters = COUNTERS.map(() => 0);
  private readonly timestamps: number[] = [];
  private readonly values: (number | null)[][] = this.counters.map(() => []);
  private readonly upTimestamps: number[] = [];
  private readonly upValues: (number | null)[] = [];
  private readonly startValues: (number | null)[] = [];

  constructor(
    private readonly name: string,
    private readonly slot: number,
    private readonly generation: number,
    /** Milliseconds. */
    private started: number,
  ) {}

  /** Whether everything that it has counted was scraped. */
  isSeen = false;

  /** Requests reach a pod when it is ready, and that is after its first scrape here. */
  get isBorn(): boolean {
    return this.timestamps.length > 0;
  }

  count(index: number, events: number): void {
    this.isSeen = false;
    this.counters[index]! += events;
  }

  restart(at: number): void {
    this.counters.fill(0);
    // Between two scrapes.
    this.started = at - SCRAPE / 2;
  }

  scrape(at: number, failed: boolean): void {
    this.upTimestamps.push(at);
    this.upValues.push(failed ? 0 : 1);
    this.isSeen ||= !failed;
    this.write(at, failed);
  }

  end(at: number): void {
    this.upTimestamps.push(at);
    this.upValues.push(null);
    this.write(at, true);
  }

  private write(at: number, stale: boolean): void {
    this.timestamps.push(at);
    this.startValues.push(stale ? null : this.started / SECOND);
    for (const [index, values] of this.values.entries()) values.push(stale ? null : this.counters[index]!);
  }

  series(): readonly RawSeries[] {
    const target = {
      namespace: 'default',
      service: 'order-api',
      pod: this.name,
      container: 'order-api',
      job: 'order-api',
      instance: `10.0.${this.slot}.${this.generation + 1}:8000`,
    };
    return [
      { labels: { __name__: 'up', ...target }, timestamps: this.upTimestamps, values: this.upValues },
      {
        labels: { __name__: 'process_start_time_seconds', ...target },
        timestamps: this.timestamps,
        values: this.startValues,
      },
      ...COUNTERS.map((labels, index) => ({
        labels: { ...labels, ...target },
        timestamps: this.timestamps,
        values: this.values[index]!,
      })),
    ];
  }
}
