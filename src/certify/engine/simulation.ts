import type { Call, Selector, Subquery } from '../../promql/expr';
import { labelMatchers, namesOf, satisfies } from './matchers';
import {
  spend,
  Unsupported,
  type Element,
  type Range,
  type Recording,
  type Samples,
  type Series,
  type Vector,
  type Work,
} from './series';
import { Track } from './track';

/** What expressions are evaluated over. */
export interface Simulation {
  readonly samples: Samples;
  /** By the name of the recorded series. Several rules may record one name. */
  readonly recordings: ReadonlyMap<string, readonly Recording[]>;
  readonly known: Known;
  readonly work: Work;
}

/** What later evaluations of the same expressions over the same samples need not find again. */
export class Known {
  /** Results of functions over a time before the fault, in which nothing changed. */
  readonly steady = new Map<Call, Vector>();
  /** What selectors select at every moment. */
  readonly selected = new Map<Selector, readonly Series[]>();
  /** Results at the steps of subqueries, which are the same for all ranges that contain them. */
  readonly steps = new Map<Subquery, Map<number, readonly Step[]>>();
  /** Ranges of recorded series as subqueries. */
  readonly recorded = new Map<Selector, Subquery>();
  readonly tracks = new Map<Series, Track>();
}

/** A result at a step of a subquery, with its series as a text. */
export interface Step extends Element {
  readonly key: string;
}

/** When an expression is evaluated, in seconds since the fault. */
export interface Moment {
  /** The time that it is about. */
  readonly at: number;
  /** The time of the evaluation: later samples do not exist yet. */
  readonly now: number;
}

/** The time that a selector or subquery looks at. */
export function shifted({ at }: Moment, { offset = 0, at: fixed }: Pick<Selector, 'offset' | 'at'>): number {
  if (fixed !== undefined) throw new Unsupported('the modifier @ is not simulated');
  return at - offset;
}

/** Everything that a selector reads. @throws Unsupported for a metric that is not simulated */
export function seriesOf({ samples: { byName }, known }: Simulation, selector: Selector): readonly Series[] {
  const before = known.selected.get(selector);
  if (before !== undefined) return before;
  const matchers = labelMatchers(selector);
  const found = namesOf(selector, byName.keys()).flatMap((name) => {
    const all = byName.get(name);
    if (all === undefined) throw new Unsupported(`no fault changes the metric ${name}`);
    return all.filter(({ labels, lacks }) => satisfies(matchers, labels, lacks));
  });
  known.selected.set(selector, found);
  return found;
}

const NO_SAMPLES: Range = { times: [], values: [], from: 0, to: 0 };

/** All samples of a range; a sample on its left end counts, as in Prometheus 2, which makes averages slower. */
export function within(
  { samples, known: { tracks }, work }: Simulation,
  series: Series,
  from: number,
  to: number,
  now: number,
): Range {
  const { interval, phase } = samples;
  const first = Math.ceil((from - phase) / interval - 1e-9);
  const last = Math.floor((to - phase) / interval + 1e-9);
  if (last < first) return NO_SAMPLES;
  const known = tracks.get(series);
  // Later ranges begin later, but for those of another length.
  const track = known === undefined || known.first > first ? new Track(samples, series, first) : known;
  tracks.set(series, track);
  spend(work, track.unread(last));
  return track.between(first, last, now);
}
