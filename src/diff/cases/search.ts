import { Unsupported, type Labels, type Vector } from '../../certify/engine/series';
import { children, walk, type Expr } from '../../promql/expr';
import type { Case, CaseSeries, Course } from './case';
import { groupingLabels, leavesOf, selectorsIn, type Leaf } from './leaves';
import { seeded } from '../../findings/seeded';
import { CaseRun, type Tried } from './run';

/** A case in which two rules differ. */
export interface Difference {
  readonly case: Case;
  /** Seconds after the event at which the one fires and the other does not. */
  readonly at: number;
  /** Of the series that one of them fires for, where both fire for others. */
  readonly labels?: Labels;
}

/** What comparing two rules over many cases has found. */
export interface Comparison {
  /** The first rule fires, and the second never does. */
  readonly lost?: Difference;
  /** Both fire, the second one so many seconds later. */
  readonly later?: Difference & { readonly by: number };
  readonly earlier?: Difference & { readonly by: number };
  /** The second rule fires, and the first never does. */
  readonly gained?: Difference;
  /** Cases in which the first one fired. */
  readonly fired: number;
  /** Cases in which both fired. */
  readonly both: number;
  /** Why the rules could not be compared, as a clause. */
  readonly unsupported?: string;
}

/** Cases that are tried for a changed rule. */
const CASES = 300;

/** Fewer are tried where rules read so many samples that each takes long, but never fewer than this. */
const FEWEST_CASES = 10;

/** Samples that the cases of a changed rule may read: some seconds of work. */
const MOST_SAMPLES = 60e6;

/** Seconds between scrapes of a case; rules are evaluated at whole minutes, which are among them. */
const LONGEST_INTERVAL = 120;
const INTERVALS = [60, 30, 15] as const;

/** Series that differ in one label, in some of the cases: enough that topk leaves one out. */
const USUAL_COPIES = 3;
const MOST_COPIES = 21;

/** Moments of a case at which a rule is evaluated. */
const MOMENTS = 48;

/** Compares what two rules do in many cases. */
export function compareInCases(before: Tried, after: Tried): Comparison {
  const maker = new CaseMaker(before, after);
  const random = seeded(1);
  const cases = maker.casesOf(MOMENTS);
  let found: Comparison = { fired: 0, both: 0 };
  let unsupported: string | undefined;
  for (let index = 0; index < cases; index += 1) {
    if (found.lost !== undefined && isWhole(found.lost) && found.both > 0) break;
    try {
      found = merged(found, maker.outcome(maker.next(random)));
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      unsupported = error.message;
    }
  }
  return found.fired === 0 && unsupported !== undefined ? { ...found, unsupported } : found;
}

/** A moment at which the results of two recording rules differ. */
export interface ValueDifference extends Difference {
  readonly labels: Labels;
  readonly before: number;
  /** @default the second rule has no such result */
  readonly after?: number;
}

/** The first result of a recording rule that another one lacks, or has with another value. */
export function compareValues(
  before: Tried,
  after: Tried,
): { readonly found?: ValueDifference; readonly results: number; readonly unsupported?: string } {
  const maker = new CaseMaker(before, after);
  const random = seeded(1);
  const cases = Math.min(CASES / 4, maker.casesOf(1));
  let results = 0;
  let unsupported: string | undefined;
  for (let index = 0; index < cases; index += 1) {
    try {
      const outcome = maker.differenceIn(maker.next(random));
      results += outcome.results;
      if (outcome.found !== undefined) return { results, found: outcome.found };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      unsupported = error.message;
    }
  }
  return results === 0 && unsupported !== undefined ? { results, unsupported } : { results };
}

/** Whether one of them fires for no series: that is easier to see than a series among others. */
const isWhole = (lost: Comparison['lost']): boolean => lost !== undefined && lost.labels === undefined;

const merged = (all: Comparison, one: Partial<Comparison>): Comparison => ({
  ...one,
  ...all,
  ...(isWhole(one.lost) && !isWhole(all.lost) ? { lost: one.lost! } : {}),
  fired: all.fired + (one.fired ?? 0),
  both: all.both + (one.both ?? 0),
});

/** Makes cases for a pair of rules, and runs them. */
class CaseMaker {
  private readonly leaves: readonly Leaf[];
  private readonly exprs: readonly Expr[];
  private readonly names: ReadonlySet<string>;
  private readonly labels: readonly string[];
  private readonly values: readonly number[];
  private readonly interval: number;
  /** Labels in which copies of a series may differ: those by which one rule groups and the other does not. */
  private readonly apart: readonly string[];
  /** Copies of a series. */
  private readonly copies: number;
  readonly reach: number;

  constructor(
    private readonly before: Tried,
    private readonly after: Tried,
  ) {
    const [own, others] = [readBy(before), readBy(after)];
    this.exprs = [...own, ...others];
    const [mine, theirs] = [own.flatMap(groupingLabels), others.flatMap(groupingLabels)];
    const taken = this.exprs.flatMap(takenBy);
    this.apart = [...new Set([...mine, ...theirs])].filter(
      (label) => taken.length > 0 || mine.includes(label) !== theirs.includes(label),
    );
    this.copies = Math.max(USUAL_COPIES, ...taken.map((count) => count + 1));
    const recorded = new Set([...before.recordings.keys(), ...after.recordings.keys()]);
    this.leaves = leavesOf(this.exprs, this.exprs).filter(({ selector }) => !recorded.has(selector.name));
    const selectors = selectorsIn(this.exprs);
    this.names = new Set(selectors.map(({ name }) => name));
    this.labels = [...new Set(selectors.flatMap(({ matchers }) => matchers.map(({ label }) => label)))];
    this.values = focusOf(this.exprs);
    const windows = this.exprs.flatMap(windowsIn);
    const shortest = Math.min(...windows, 240);
    this.interval = INTERVALS.find((interval) => 4 * interval <= shortest) ?? INTERVALS.at(-1)!;
    this.reach = Math.max(300, ...this.exprs.map(reachOf));
  }

  /** How many cases are tried, each evaluated at so many moments. */
  casesOf(moments: number): number {
    const samples = 2 * moments * (this.reach / this.interval) * this.leaves.length;
    return Math.max(FEWEST_CASES, Math.min(CASES, MOST_SAMPLES / samples));
  }

  /** @throws Unsupported where rules take more of the series than a case has */
  next(random: () => number): Case {
    if (this.copies > MOST_COPIES)
      throw new Unsupported(`${this.copies - 1} series are more than those of a case`);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    const scale = pick([1, 1, 10, 100]);
    const copies = pick([1, 1, 1, this.copies]);
    const apart = this.apart.length === 0 ? 'instance' : pick(['instance', ...this.apart]);
    const value = () => (random() < 0.4 ? scale : pick(this.values) * (random() < 0.5 ? scale : 1));
    const course = (counter: boolean): Course => {
      if (random() < 0.15) return undefined;
      return counter ? { rate: value() } : { value: value() };
    };
    const flag = (): Course => (random() < 0.15 ? undefined : { value: pick([0, 1]) });
    const series = new Map<string, CaseSeries>();
    for (const { selector, counter, variants } of this.leaves) {
      if (variants.length === 0) continue;
      const labels = random() < 0.5 ? variants[0]! : pick(variants);
      for (let copy = 1; copy <= copies; copy += 1) {
        const own = copies === 1 ? labels : copyOf(labels, selector, apart, copy);
        const next = () => (selector.name === 'up' ? flag() : course(counter));
        const after = next();
        const before = random() < 0.5 ? after : next();
        const key = JSON.stringify([selector.name, Object.entries(own).toSorted()]);
        if (!series.has(key)) series.set(key, { name: selector.name, labels: own, before, after });
      }
    }
    const history = Math.ceil((2 * this.reach) / LONGEST_INTERVAL) * LONGEST_INTERVAL;
    return { series: [...series.values()], interval: this.interval, history };
  }

  /** Compares results once the event is as old as anything looks back. */
  differenceIn(each: Case): { readonly found?: ValueDifference; readonly results: number } {
    const at = Math.ceil(this.reach / 60) * 60 + 60;
    const [own, other] = this.runs(each);
    const results = own.resultsAt(at);
    const others = new Map(other.resultsAt(at).map(({ labels, value }) => [keyOf(labels), value]));
    for (const { labels, value } of results) {
      const after = others.get(keyOf(labels));
      if (Number.isNaN(value) || (after !== undefined && !differs(value, after))) continue;
      const found = { case: each, at, labels, before: value, ...(after === undefined ? {} : { after }) };
      return { results: results.length, found };
    }
    return { results: results.length };
  }

  private runs(each: Case): [CaseRun, CaseRun] {
    return [
      new CaseRun(this.before, each, this.names, this.labels),
      new CaseRun(this.after, each, this.names, this.labels),
    ];
  }

  outcome(each: Case): Partial<Comparison> {
    const horizon = 2 * this.reach + 2 * Math.max(this.before.for, this.after.for) + 10 * this.interval;
    const step = Math.max(60, Math.ceil(horizon / MOMENTS / 60) * 60);
    const [own, other] = this.runs(each);
    const [a, b] = [own.firesAt(step, horizon), other.firesAt(step, horizon)];
    if (a === undefined) return b === undefined ? {} : { gained: { case: each, at: b } };
    if (b === undefined) return { fired: 1, lost: { case: each, at: a } };
    // Once nothing changes any more.
    const [ends, otherEnds] = [own.resultsAt(horizon), other.resultsAt(horizon)];
    const [lost, gained] = [missingIn(otherEnds, ends), missingIn(ends, otherEnds)];
    return {
      fired: 1,
      both: 1,
      ...(lost === undefined ? {} : { lost: { case: each, at: horizon, labels: lost } }),
      ...(gained === undefined ? {} : { gained: { case: each, at: horizon, labels: gained } }),
      ...(b > a ? { later: { case: each, at: a, by: b - a } } : {}),
      ...(b < a ? { earlier: { case: each, at: b, by: a - b } } : {}),
    };
  }
}

/** The copy of a series with another value of a label, unless its selector chooses that. */
const copyOf = (labels: Labels, { matchers }: Leaf['selector'], apart: string, copy: number): Labels =>
  matchers.some(({ label }) => label === apart) || (apart === 'instance' && apart in labels)
    ? labels
    : { ...labels, [apart]: `${apart}-${copy}` };

/** Labels of the first result that no result of another vector stands for: one that has the same values of the labels of both. */
const missingIn = (others: Vector, results: Vector): Labels | undefined =>
  others.length === 0
    ? undefined
    : results.find(
        ({ labels }) =>
          !others.some((other) =>
            Object.entries(labels).every(([label, value]) => (other.labels[label] ?? value) === value),
          ),
      )?.labels;

/** Values that differ by less are equal: functions add floating-point numbers in different orders. */
const TOLERANCE = 1e-6;

const differs = (a: number, b: number): boolean =>
  Math.abs(a - b) > TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted());

/** The expressions that a rule is made of. */
const readBy = ({ expr, recordings }: Tried): readonly Expr[] => [
  expr,
  ...[...recordings.values()].flat().map((recording) => recording.expr),
];

/** How far an expression looks back, in seconds. */
function reachOf(expr: Expr): number {
  const below = Math.max(0, ...children(expr).map(reachOf));
  const window = expr.node === 'range' || expr.node === 'subquery' ? expr.window : 0;
  const offset = expr.node === 'selector' || expr.node === 'subquery' ? (expr.offset ?? 0) : 0;
  return below + window + Math.max(0, offset);
}

/** How many series an expression takes by their values. */
const takenBy = (expr: Expr): readonly number[] =>
  [...walk(expr)].flatMap((node) =>
    node.node === 'aggregation' &&
    (node.operator === 'topk' || node.operator === 'bottomk') &&
    node.parameter?.node === 'number'
      ? [node.parameter.value]
      : [],
  );

const windowsIn = (expr: Expr): readonly number[] =>
  [...walk(expr)].flatMap((node) => (node.node === 'range' || node.node === 'subquery' ? [node.window] : []));

/** Numbers around which rules may differ. */
function focusOf(exprs: readonly Expr[]): readonly number[] {
  const numbers = [
    ...new Set(
      exprs.flatMap((expr) =>
        [...walk(expr)].flatMap((node) => (node.node === 'number' ? [node.value] : [])),
      ),
    ),
  ]
    .filter((value) => Number.isFinite(value))
    .toSorted((a, b) => a - b);
  const between = numbers.slice(1).map((value, index) => (value + numbers[index]!) / 2);
  const around = numbers.flatMap((value) => [value * 0.93, value * 1.07, value * 2.13]);
  const whole = numbers.filter(Number.isInteger);
  const perWindow = exprs
    .flatMap(windowsIn)
    .flatMap((window) => [...numbers, ...between].map((value) => (value * 1.07) / window));
  return [...new Set([0, 1, 0.5, ...whole, ...around, ...between, ...perWindow])];
}
