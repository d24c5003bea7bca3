import { Unsupported, type Labels } from '../../certify/engine/series';
import { children, walk, type Expr } from '../../promql/expr';
import type { Case, CaseSeries, Course } from './case';
import { groupingLabels, leavesOf, selectorsIn, type Leaf } from './leaves';
import { CaseRun, type Tried } from './run';

/** Cases that are tried for a changed rule. */
export const CASES = 300;

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

/** Makes cases in which a pair of rules may differ. */
export class CaseMaker {
  private readonly leaves: readonly Leaf[];
  private readonly exprs: readonly Expr[];
  private readonly names: ReadonlySet<string>;
  private readonly labels: readonly string[];
  private readonly values: readonly number[];
  /** Seconds between scrapes. */
  readonly interval: number;
  /** Labels in which copies of a series may differ: those by which one rule groups and the other does not. */
  private readonly apart: readonly string[];
  /** Copies of a series. */
  private readonly copies: number;
  /** How far the rules look back, in seconds. */
  readonly reach: number;

  constructor(
    readonly before: Tried,
    readonly after: Tried,
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

  /** The rules in one of its cases. */
  runs(each: Case): [CaseRun, CaseRun] {
    return [
      new CaseRun(this.before, each, this.names, this.labels),
      new CaseRun(this.after, each, this.names, this.labels),
    ];
  }
}

/** The copy of a series with another value of a label, unless its selector chooses that. */
const copyOf = (labels: Labels, { matchers }: Leaf['selector'], apart: string, copy: number): Labels =>
  matchers.some(({ label }) => label === apart) || (apart === 'instance' && apart in labels)
    ? labels
    : { ...labels, [apart]: `${apart}-${copy}` };

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
