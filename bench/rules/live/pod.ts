import { seeded } from '../../../src/findings/seeded';

/** Events by outcome. */
export interface Counts {
  readonly all: number;
  readonly bad: number;
}

export const NO_EVENTS: Counts = { all: 0, bad: 0 };
export const plus = (a: Counts, b: Counts): Counts => ({ all: a.all + b.all, bad: a.bad + b.bad });
const minus = (a: Counts, b: Counts): Counts => ({ all: a.all - b.all, bad: a.bad - b.bad });

/** What a pod serves. Minutes and seconds are those of the rules' clock. */
export interface Serving {
  /** Requests a minute. */
  readonly rate: number;
  /** Share of them that fails. @default 0.02 */
  readonly errors?: number;
  /** Longest time in seconds in which its page answers. @default at once */
  readonly pageSeconds?: number;
  /** Whether it exposes process_start_time_seconds. @default true */
  readonly startTime?: boolean;
}

/** What one scraper was shown of one process. */
interface Shown {
  /** Milliseconds since 1970, and what the counters were then. */
  readonly scrapes: { readonly at: number; readonly counts: Counts }[];
  /** What the counters were before anything was counted. */
  readonly start: Counts;
}

/** Counters of a process that runs for a day already when the benchmark starts. */
const OLD: Counts = { all: 5400, bad: 400 };
const DAY_SECONDS = 86_400;

/** A program with two counters that grow with time. It remembers what it showed to whom. */
export class Pod {
  /** It runs and answers. */
  up: boolean;
  /** Nothing listens to its page for a while, but it serves requests. */
  pageFails = false;
  /** No request fails. */
  healthy = false;
  /** The series of failed requests is not exposed although it exists: its exporter has expired it. */
  errorsExpired = false;
  private counts: Counts;
  private started: number;
  private process = 0;
  private readonly carry = { all: 0, bad: 0 };
  private lastGrown = 0;
  private readonly shown = new Map<string, Shown>();
  private readonly random: () => number;

  constructor(
    readonly namespace: string,
    readonly name: string,
    readonly serving: Serving,
    /** @default it runs from the start */
    runs = true,
  ) {
    this.up = runs;
    this.counts = runs ? OLD : NO_EVENTS;
    this.started = Date.now() / 1000 - DAY_SECONDS;
    this.process = runs ? 0 : 1;
    this.random = seeded(namespace.length * 100 + name.length);
  }

  /** A new process: its counters start at 0. */
  restart(): void {
    this.process += 1;
    this.counts = NO_EVENTS;
    this.started = Date.now() / 1000;
    this.lastGrown = Date.now();
    this.up = true;
  }

  /** The process ends, and nothing takes its place. */
  end(): void {
    this.up = false;
  }

  /** Lets the counters grow up to now. */
  grow(minutes: (milliseconds: number) => number, busy: boolean): void {
    const now = Date.now();
    const passed = this.lastGrown === 0 ? 0 : minutes(now - this.lastGrown);
    this.lastGrown = now;
    if (!this.up || !busy) return;
    const { rate, errors = 0.02 } = this.serving;
    const all = this.whole('all', passed * rate);
    const bad = this.healthy ? 0 : Math.min(all, this.whole('bad', passed * rate * errors));
    this.counts = plus(this.counts, { all, bad });
  }

  /** What the page contains, and a function to call when it was sent. */
  page(scraper: string): { readonly text: string; readonly sent: () => void } {
    const { counts, process } = this;
    const at = Date.now();
    return { text: this.text(), sent: () => this.remember(`${scraper} ${process}`, at, counts) };
  }

  /** Seconds on the rules' clock. */
  get delay(): number {
    return (this.serving.pageSeconds ?? 0) * this.random();
  }

  /** What scrapes by any of these scrapers have shown after `from` and until `to` (milliseconds). */
  shownTo(scrapers: readonly string[], from = 0, to = Infinity): Counts {
    let sum = NO_EVENTS;
    for (let process = 0; process <= this.process; process++) {
      const seen = scrapers.flatMap((scraper) => this.shown.get(`${scraper} ${process}`) ?? []);
      if (seen.length > 0) sum = plus(sum, minus(highest(seen, to), highest(seen, from)));
    }
    return sum;
  }

  private remember(key: string, at: number, counts: Counts): void {
    const found = this.shown.get(key) ?? { scrapes: [], start: key.endsWith(' 0') ? OLD : NO_EVENTS };
    found.scrapes.push({ at, counts });
    this.shown.set(key, found);
  }

  private text(): string {
    const series = (status: string, value: number) =>
      `order_api_requests_total{method="GET",endpoint="/orders",status="${status}"} ${value}`;
    const { all, bad } = this.counts;
    return [
      '# TYPE order_api_requests_total counter',
      series('200', all - bad),
      ...(this.errorsExpired || bad === 0 ? [] : [series('500', bad)]),
      ...(this.serving.startTime === false
        ? []
        : ['# TYPE process_start_time_seconds gauge', `process_start_time_seconds ${this.started}`]),
      '',
    ].join('\n');
  }

  private whole(which: 'all' | 'bad', expected: number): number {
    const sum = this.carry[which] + expected;
    const events = Math.floor(sum);
    this.carry[which] = sum - events;
    return events;
  }
}

/** The most that any of them had been shown by then: they are of one process, and its counters only rise. */
function highest(seen: readonly Shown[], until: number): Counts {
  return seen.reduce<Counts>(
    (most, { scrapes, start }) =>
      scrapes.reduce(
        (found, { at, counts }) => (at <= until && counts.all >= found.all ? counts : found),
        most.all < start.all ? start : most,
      ),
    NO_EVENTS,
  );
}
