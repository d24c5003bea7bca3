import { seeded } from '../../src/findings/seeded';
import type { RawSeries } from './dataset';
import { Truth } from './truth';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Two scrapes a minute, so that the last one before a minute ends shows the state of this minute. */
const SCRAPES = [0, 30 * SECOND] as const;
/** How long a query finds the last sample. */
const LOOK_BACK = 5 * MINUTE;

interface Gauge {
  readonly happening: 'minutes' | 'probes';
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds after the half minute. */
  readonly offset: number;
  readonly good: number;
  readonly bad: number;
}

const QUEUE_AGE = { __name__: 'order_api_oldest_order_age_seconds', instance: 'queue-exporter:9100' };
const PROBED = ['https://shop.example.com', 'https://pay.example.com', 'https://docs.example.com'];

/** A queue whose oldest order is sometimes older than a minute, and three targets of a blackbox exporter. */
const GAUGES: readonly Gauge[] = [
  { happening: 'minutes', labels: QUEUE_AGE, offset: 7_300, good: 4, bad: 90 },
  ...PROBED.map((instance, index): Gauge => ({
    happening: 'probes',
    labels: { __name__: 'probe_success', instance },
    offset: 5_100 + index * 8_000,
    good: 1,
    bad: 0,
  })),
];

/** Chance that a good minute is followed by bad ones, and how many these are at most. */
const FAILURE = { chance: 1 / 700, minutes: 20 };

/**
 * Gauges that change when a minute begins, so that it is known how many minutes are bad. Nothing changes while Prometheus
 * is away: its last samples go on to count until a query does not find them any more.
 */
export function minuteSeries(
  start: number,
  end: number,
  outage: { readonly start: number; readonly end: number },
): {
  readonly series: readonly RawSeries[];
  readonly truths: Readonly<Record<Gauge['happening'], Truth>>;
} {
  const random = seeded(20_260_202);
  const truths = { minutes: new Truth(), probes: new Truth() };
  const series = GAUGES.map(({ happening, labels, offset, good, bad }): RawSeries => {
    const timestamps: number[] = [];
    const values: number[] = [];
    let failing = 0;
    for (let minute = start; minute < end; minute += MINUTE) {
      const isAway = minute >= outage.start && minute < outage.end;
      if (!isAway) {
        if (failing > 0) failing -= 1;
        else if (random() < FAILURE.chance) failing = Math.ceil(random() * FAILURE.minutes);
        for (const scrape of SCRAPES) {
          timestamps.push(minute + scrape + offset);
          values.push(failing > 0 ? bad : good);
        }
      }
      if (!isAway || minute + MINUTE < outage.start + LOOK_BACK)
        truths[happening].add(minute + MINUTE, 1, failing > 0 ? 1 : 0);
    }
    return { labels: { namespace: 'default', job: 'order-api', ...labels }, timestamps, values };
  });
  return { series, truths };
}
