import {
  add,
  and,
  clampMax,
  clampMin,
  countBy,
  gt,
  lastOverTime,
  le,
  lt,
  maxOverTime,
  mul,
  offset,
  or,
  sub,
  sumBy,
  time,
  unless,
  type InstantVector,
  type Series,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import { SCOPE_LABELS, type Scope } from '../rules/scope';
import type { EventCounter, Events } from './events';
import { FAST, recordedFor, tilesOf } from './recordings';
import { kindOf, type Slo } from './slo';
import { exposed, isUp, reached, startTime, TARGET } from './targets';

/**
 * Counting events. Every evaluation records for each target what its counters add up to (`slo_seen`). A tile is the
 * difference to what was recorded before, whenever that was, so that tiles add up to what scrapes showed although
 * samples arrive late, evaluations are missed and Prometheus restarts. docs/slo.md explains it with an example.
 */

/** Events of a gap up to this long are counted in the first tile after it. */
const GAP: Duration = '1h';
/** Restarts are placed before or after the middle of the interval. */
const HALF: Duration = duration(seconds(FAST.every) / 2);
/** Excludes what this evaluation has recorded, but not the evaluation before, however recent it is. */
const EARLIER: Duration = '1s';
/**
 * How long an exporter exposes an unchanged series before it expires it, at least: the default of the OpenTelemetry
 * Collector's `metric_expiration`.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/prometheusexporter
 */
const EXPIRY: Duration = '5m';

/** Joins targets with what is recorded for each outcome. */
const PER_TARGET = { on: TARGET } as const;
/** A pod stays the same when its port changes, and `instance` with it. */
const PER_POD = { on: [...SCOPE_LABELS, 'pod'] } as const;

/** Which events a counter counts. */
type Counted = 'all' | Events['part']['outcome'];
type Recorded = Series<string, 'gauge'>;

/** What is recorded of one counter of every target. */
interface Sums {
  readonly seen: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  readonly idle: Recorded;
}

/** Start times of every target's process. */
interface Starts {
  readonly now: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  /** Those of processes that are new since the evaluation before; 0 for others. */
  readonly begun: Recorded;
}

/** The rules that count the events of one objective, in the order in which they read each other. */
export function countingRules(scope: Scope, slo: Slo): readonly RecordingRule[] {
  const { all, part, bad } = kindOf(slo).events(slo, scope);
  const { name: service } = scope;
  const record = (name: keyof typeof sloRecords, expr: InstantVector, outcome?: Counted): RecordingRule => ({
    record: sloRecords[name](service),
    expr,
    labels: { slo: slo.name, ...(outcome === undefined ? {} : { outcome }) },
  });
  const starts: Starts = {
    now: recordedFor(scope, slo, 'processStart', {}, TARGET),
    middle: recordedFor(scope, slo, 'processStartMiddle', {}, TARGET),
    before: recordedFor(scope, slo, 'processStartBefore', {}, TARGET),
    begun: recordedFor(scope, slo, 'processBegun', {}, TARGET),
  };
  const sumsOf = (outcome: Counted): Sums => ({
    seen: recordedFor(scope, slo, 'seen', { outcome }, TARGET),
    middle: recordedFor(scope, slo, 'seenMiddle', { outcome }, TARGET),
    before: recordedFor(scope, slo, 'seenBefore', { outcome }, TARGET),
    idle: recordedFor(scope, slo, 'idle', { outcome }, TARGET),
  });
  const total = sumsOf('all');
  const ofAnyOutcome = (name: 'seen' | 'counted') =>
    recordedFor(scope, slo, name, {}, [...TARGET, 'outcome']);
  return [
    record('processStartBefore', earlier(starts.now)),
    record('seenBefore', earlier(ofAnyOutcome('counted'))),
    ...[{ outcome: 'all', counter: all } as const, part].flatMap(({ outcome, counter }) => {
      const sums = sumsOf(outcome);
      return [
        record('seenMiddle', reached(scope, counter, HALF), outcome),
        // A target that has just gone is read as it was in the middle.
        record('seen', or(reached(scope, counter), fresh(sums.middle), PER_TARGET), outcome),
        record('idle', idle(scope, counter, starts), outcome),
      ];
    }),
    record('processStartMiddle', startInTheMiddle(scope, starts, total)),
    record('processStart', startNow(scope, starts, total)),
    record('processBegun', begun(starts, total)),
    record('minuteEvents', events(all, sumsOf('all'), starts), 'all'),
    record(
      'minuteEvents',
      bad(
        sumBy(SCOPE_LABELS, tilesOf(scope, slo, 'all')),
        events(part.counter, sumsOf(part.outcome), starts),
      ),
      'bad',
    ),
    // Right after the tiles: an evaluation that Prometheus ends in the middle is counted by the next one.
    record('counted', fresh(ofAnyOutcome('seen'))),
  ];
}

/** What this evaluation has recorded, and not what is left from before a restart of Prometheus. */
function fresh(series: Recorded): InstantVector {
  return lastOverTime(series, EARLIER);
}

/** What was recorded last before this evaluation. */
function earlier(series: Recorded): InstantVector {
  return lastOverTime(offset(series, EARLIER), GAP);
}

/** Processes that have started within the gap. */
function young(start: InstantVector): InstantVector {
  return lt(sub(time(), start), seconds(GAP));
}

/**
 * Exporters expire idle series, and expose them again with their old values: what such series had, negative for those
 * that are gone since the evaluation before, positive for those that are back, and 0 usually.
 */
function idle(scope: Scope, counter: EventCounter, starts: Starts): InstantVector {
  const now = exposed(counter);
  const then = exposed(counter, FAST.every);
  const gone = mul(-1, unless(then, now));
  const back = unless(le(maxOverTime(then, GAP, EXPIRY), now), then);
  // In a young process, what seems to be back may be an older process'.
  const moved = or(gone, unless(back, young(starts.before), PER_TARGET));
  // A target that does not answer exposes nothing, and that does not count.
  const answers = and(isUp(scope), isUp(scope, FAST.every));
  return or(and(sumBy(TARGET, moved), answers), mul(0, isUp(scope)));
}

/** The evaluation's time, for targets in which the sum of the series that are still exposed has fallen. */
function fell(from: InstantVector, to: InstantVector, { idle: moved }: Sums): InstantVector {
  const kept = or(add(from, clampMax(fresh(moved), 0)), from);
  return add(mul(0, lt(to, kept)), time());
}

/**
 * When the process of each target started, as of half an interval ago. Without the metric: when its counters last fell,
 * and -Inf before that.
 */
function startInTheMiddle(scope: Scope, starts: Starts, total: Sums): InstantVector {
  // What an evaluation saw before the middle was there in the middle, or the process has restarted.
  const seen = or(offset(total.seen, HALF), total.before);
  const unknown = add(mul(0, total.seen), -Infinity);
  return sumBy(
    TARGET,
    firstOf(startTime(scope, HALF), fell(seen, fresh(total.middle), total), starts.before, unknown),
  );
}

/** The same as of now. */
function startNow(scope: Scope, starts: Starts, total: Sums): InstantVector {
  const before = or(fresh(total.middle), fresh(total.before));
  return sumBy(TARGET, firstOf(startTime(scope), fell(before, fresh(total.seen), total), starts.middle));
}

/**
 * When processes started that are new since the evaluation before: of known targets, and of new pods of a service that is
 * counted. 0 for all others.
 */
function begun({ now, before }: Starts, { seen, before: seenBefore }: Sums): InstantVector {
  const unknown = and(unless(now, seenBefore, PER_POD), seenBefore, { on: SCOPE_LABELS });
  const started = and(or(gt(now, before), unknown), young(now));
  return sumBy(TARGET, firstOf(started, mul(0, seen)));
}

/** Events since the evaluation before: what each target's counters add up to, minus what was already counted of it. */
function events(counter: EventCounter, sums: Sums, starts: Starts): InstantVector {
  const since = clampMin(sub(fresh(sums.seen), alreadyCounted(sums, starts)), 0);
  // Without any series there is nothing to count, and that is not 0 events.
  const exists = or(countBy(SCOPE_LABELS, counter), countBy(SCOPE_LABELS, offset(counter, FAST.every)));
  return and(sumBy(SCOPE_LABELS, since), exists);
}

/** What of it is in the tiles already. */
function alreadyCounted({ seen, middle, before, idle: moved }: Sums, starts: Starts): InstantVector {
  const restarts = gt(fresh(starts.begun), 0);
  return firstOf(
    // The old process was still there in the middle: what it had reached by then is to be counted, too.
    and(le(sub(before, middle), 0), gt(restarts, starts.middle), PER_TARGET),
    // A new process has counted from 0.
    mul(0, and(seen, restarts, PER_TARGET)),
    add(before, fresh(moved)),
    before,
    // Of a target whose past is unknown, only what two scrapes show counts.
    fresh(middle),
  );
}

/** For each target, its value in the first vector that has one. */
function firstOf(...vectors: readonly InstantVector[]): InstantVector {
  return vectors.reduce((first, otherwise) => or(first, otherwise, PER_TARGET));
}
