import type { Clock } from '../../src/local/clock';
import { goldenSignalRecords, sloRecords } from '../../src/rules/naming';
import type { RawSeries } from '../rules/dataset';
import { addressOf, podName, SERVICE } from './names';
import { ageOf, ROUTES, rateOf, stateAt, type Outage, type Route } from './outage';

const HOUR = 60;
const DAY = 24 * HOUR;
/** The rules read what they recorded in the last hours, and around the same time one, three and seven days ago. */
const LAST_HOURS = 8 * HOUR;
const DAYS_AGO = [1, 3, 7] as const;
/** Longer than a run, with an hour before and after it. */
const AROUND = 5 * HOUR;
/** Finished hours of the longest window of a ticket. */
const WINDOW = 3 * DAY + 2 * HOUR;

type Events = Readonly<Record<'all' | 'bad', number>>;

/**
 * What the rules would have recorded in the week before: a service that has served steady traffic with few errors, and
 * outages that began before the run.
 * @param end minute of the run at which history ends and scrapes begin
 */
export function history(namespace: string, outage: Outage, clock: Clock, end: number): readonly RawSeries[] {
  const scope = { namespace, job: SERVICE };
  const at = (minute: number) => Math.round((clock.real + (minute * 60) / clock.speed) * 1000);
  const series = (
    name: string,
    labels: Readonly<Record<string, string>>,
    minutes: readonly number[],
    value: (minute: number) => number,
  ): RawSeries => ({
    labels: { __name__: name, ...scope, ...labels },
    timestamps: minutes.map(at),
    values: minutes.map(value),
  });
  const read = steps(end - 7 * DAY - AROUND, end, 1).filter(
    (minute) => minute >= end - LAST_HOURS || DAYS_AGO.some((days) => Math.abs(minute + days * DAY) < AROUND),
  );
  const shownHour = (minute: number) => Math.floor((clock.shown + minute * 60) / 3600);
  const halfOf = (minute: number) => (shownHour(minute) % 2 === 0 ? 'even' : 'odd');
  const hours = steps(end - WINDOW, end, 1).filter(
    (minute) => (clock.shown / 60 + minute) % HOUR === RECORDED_AT,
  );
  const events = new Map(
    steps(end - 7 * DAY - AROUND, end, 1).map((minute) => [minute, eventsOf(outage, minute)]),
  );
  const eventsAt = (minute: number) => events.get(minute)!;
  const target = { pod: podName(0), instance: addressOf(0) };
  return [
    series('up', target, read, () => 1),
    ...(Object.entries(ROUTES) as [Route, number][]).map(([endpoint, share]) =>
      series(
        goldenSignalRecords.requestRate(SERVICE),
        { endpoint },
        read,
        // On the faster clock, a rate is one in real seconds.
        () => rateOf(outage) * clock.speed * share,
      ),
    ),
    ...(['availability', 'latency'] as const).flatMap((slo) =>
      (['all', 'bad'] as const).flatMap((outcome) => {
        const labels = { slo, outcome };
        const inMinute = (minute: number) => eventsAt(minute)[slo][outcome];
        const inHour = (minute: number) => {
          const last = minute - RECORDED_AT;
          return steps(last - HOUR, last, 1).reduce((sum, each) => sum + inMinute(each), 0);
        };
        return [
          series(sloRecords.minuteEvents(SERVICE), labels, read, inMinute),
          ...(['even', 'odd'] as const).map((half) =>
            series(
              sloRecords.eventsByHour(SERVICE),
              { ...labels, hours: half },
              read.filter((minute) => halfOf(minute) === half),
              inMinute,
            ),
          ),
          series(sloRecords.hourEvents(SERVICE), labels, hours, inHour),
        ];
      }),
    ),
  ];
}

/** Minutes into an hour at which the slow group records the one before. */
const RECORDED_AT = 3;

function eventsOf(outage: Outage, minute: number): Readonly<Record<'availability' | 'latency', Events>> {
  const state = stateAt(outage, minute + ageOf(outage) * HOUR);
  const all = rateOf(outage) * 60 * state.traffic;
  const bad = (shares: Readonly<Record<Route, number>>) =>
    (Object.entries(ROUTES) as [Route, number][]).reduce(
      (sum, [route, part]) => sum + all * part * shares[route],
      0,
    );
  return { availability: { all, bad: bad(state.errors) }, latency: { all, bad: bad(state.slow) } };
}

/** From a minute, until before another one. */
function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}
