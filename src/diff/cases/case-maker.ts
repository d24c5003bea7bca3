import { Unsupported, USUAL_WORK, type Labels, type Work } from '../../certify/engine/series';
import { children, walk, type Expr } from '../../promql/expr';
import type { Case, CaseSeries, Course } from './case';
import { groupingLabels, leavesOf, selectorsIn, type Leaf } from './leaves';
import { CaseRun, type Tried } from './run';
import { changedLabels, hasLabel, sharedLabels, type SharedLabel } from './shared-labels';
import { comparedValues, focusOf, windowsIn } from './values';

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

/** Of so many copies one is a small share. */
const COPIES_OF_SHARES = [11, MOST_COPIES] as const;

/** How often the copies of a series but the first one are alike, and how often one label has the same value in all series. */
const ODD = 0.5;
const SHARED = 0.4;

/** How often a metric that is compared with a number by itself has a value next to it. */
const AT_COMPARED = 0.6;

/** Metrics whose values are 0 and 1: of a scrape, of information, and of one state or condition among several. */
const FLAGS =
  /^up$|_info$|^kube_\w+_(?:labels|annotations|owner|role|access_mode|phase|status_condition|reason|unschedulable)$/;

/** Makes cases in which a pair of rules may differ. */
export class CaseMaker {
  private readonly leaves: readonly Leaf[];
  /** Of all cases together. */
  private readonly work: Work = { left: USUAL_WORK };
  private readonly exprs: readonly Expr[];
  private readonly names: ReadonlySet<string>;
  private readonly labels: readonly string[];
  private readonly values: readonly number[];
  /** Values of a metric at which a comparison of it alone changes its result. */
  private readonly compared: ReadonlyMap<string, readonly number[]>;
  /** Seconds between scrapes. */
  readonly interval: number;
  /** Labels in which copies of a series may differ: those by which one rule groups or joins, and the other does not. */
  private readonly apart: readonly string[];
  /** Copies of a series: as many as rules take and one more. */
  private readonly copies: number;
  /** Whether rules take series by their values, so that these have to differ. */
  private readonly isRanked: boolean;
  /** Numbers of copies to choose from. */
  private readonly counts: readonly number[];
  /** Values of labels that all series have in some of the cases, those that the rules do not both match twice. */
  private readonly shared: readonly SharedLabel[];
  /** How far the rules look back, in seconds. */
  readonly reach: number;

  constructor(
    readonly before: Tried,
    readonly after: Tried,
  ) {
    const [own, others] = [readBy(before), readBy(after)];
    this.exprs = [...own, ...others];
    const [mine, theirs] = [own.flatMap(groupedBy), others.flatMap(groupedBy)];
    const taken = this.exprs.flatMap(takenBy);
    const [joins, otherJoins] = [own, others].map((exprs) => exprs.flatMap(joinsIn).toSorted().join());
    const isApart = taken.length > 0 || joins !== otherJoins;
    this.apart = [...new Set([...mine, ...theirs])].filter(
      (label) => isApart || mine.includes(label) !== theirs.includes(label),
    );
    this.isRanked = taken.length > 0;
    this.copies = Math.max(USUAL_COPIES, ...taken.map((count) => count + 1));
    const recorded = new Set([...before.recordings.keys(), ...after.recordings.keys()]);
    this.leaves = leavesOf(this.exprs, this.exprs).filter(({ selector }) => !recorded.has(selector.name));
    this.counts = [
      ...[1, 1, 1, this.copies],
      ...(this.apart.length > 0 && this.exprs.some(hasShares) ? COPIES_OF_SHARES : []),
    ];
    this.shared = sharedLabels(this.leaves, changedLabels(own, others));
    const selectors = selectorsIn(this.exprs);
    this.names = new Set(selectors.map(({ name }) => name));
    this.labels = [...new Set(selectors.flatMap(({ matchers }) => matchers.map(({ label }) => label)))];
    this.values = focusOf(this.exprs);
    this.compared = comparedValues(this.exprs);
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
    const copies = pick(this.counts);
    const odd = copies > 1 && !this.isRanked && random() < ODD;
    const shared = this.shared.length > 0 && random() < SHARED ? pick(this.shared) : undefined;
    const label = this.apart.length === 0 ? 'instance' : pick(['instance', ...this.apart]);
    const apart = { label, isGrouped: this.apart.includes(label) };
    const value = () => (random() < 0.4 ? scale : pick(this.values) * (random() < 0.5 ? scale : 1));
    const course = ({ selector, counter }: Leaf): Course => {
      if (random() < 0.15) return undefined;
      if (counter) return { rate: value() };
      const compared = this.compared.get(selector.name);
      return { value: compared !== undefined && random() < AT_COMPARED ? pick(compared) : value() };
    };
    const flag = (): Course => (random() < 0.15 ? undefined : { value: pick([0, 1]) });
    const series = new Map<string, CaseSeries>();
    for (const leaf of this.leaves) {
      const { selector, variants } = leaf;
      if (variants.length === 0) continue;
      const labels =
        variants.find((each) => shared !== undefined && hasLabel(each, shared)) ??
        (shared !== undefined || random() < 0.5 ? variants[0]! : pick(variants));
      let [before, after]: readonly Course[] = [];
      for (let copy = 1; copy <= copies; copy += 1) {
        const own = copies === 1 ? labels : copyOf(labels, selector, apart, copy);
        const next = () => (FLAGS.test(selector.name) ? flag() : course(leaf));
        if (!odd || copy <= 2) {
          after = next();
          before = random() < 0.5 ? after : next();
        }
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
      new CaseRun(this.before, each, this.names, this.labels, this.work),
      new CaseRun(this.after, each, this.names, this.labels, this.work),
    ];
  }
}

/** The copy of a series with another value of a label, unless its selector chooses that. */
const copyOf = (
  labels: Labels,
  { matchers }: Leaf['selector'],
  { label: apart, isGrouped }: { readonly label: string; readonly isGrouped: boolean },
  copy: number,
): Labels =>
  matchers.some(({ label }) => label === apart) || (!isGrouped && apart in labels)
    ? labels
    : { ...labels, [apart]: `${apart}-${copy}` };

/** Labels by which results are told apart, or that aggregations name to drop them. */
const groupedBy = (expr: Expr): readonly string[] => [
  ...groupingLabels(expr),
  ...[...walk(expr)].flatMap((node) =>
    node.node === 'aggregation' && node.grouping?.mode === 'without' ? node.grouping.labels : [],
  ),
];

/** Which series each operator of an expression brings together. */
const joinsIn = (expr: Expr): readonly string[] =>
  [...walk(expr)].flatMap((node) =>
    node.node === 'binary' && (node.matching !== undefined || SET_OPERATORS.includes(node.operator))
      ? [JSON.stringify([node.operator, node.matching])]
      : [],
  );

const SET_OPERATORS: readonly string[] = ['and', 'or', 'unless'];

/** Whether a rule compares the share of some series in all. */
const hasShares = (expr: Expr): boolean =>
  [...walk(expr)].some(
    (node) =>
      (node.node === 'aggregation' && node.operator === 'avg') ||
      (node.node === 'binary' && node.operator === '/'),
  );

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
