import { entriesKey } from '../../findings/group-by';
import { aggregated } from '../../certify/engine/aggregate';
import { joined, setOperation, withoutName } from '../../certify/engine/join';
import { Unsupported, type Vector } from '../../certify/engine/series';
import { walk, type Aggregation, type Binary, type Call, type Expr } from '../../promql/expr';
import { samplesIn, type RulePlace, type Store } from './stored';
import type { TimeShares } from './time-share';

/** What one evaluation of an expression reads and returns. */
export interface Read {
  /** As the engine counts them in `totalQueryableSamples`. */
  readonly samples: number;
  /** Label sets of its results, each with the share of evaluations that return it. */
  readonly results: Vector;
}

/** The rule that is evaluated. */
export interface Reader extends RulePlace {
  /** Name of the series that it records. @default it records none */
  readonly record?: string;
  /** Seconds between evaluations. */
  readonly every: number;
}

/**
 * Follows label sets through an expression, in times without an incident: comparisons hold, and what is there stays there.
 */
export function readsOf(expr: Expr, store: Store, reader: Reader, shares: TimeShares): Read {
  const evaluation = new Evaluation(store, reader, shares);
  const results = evaluation.of(expr);
  return { samples: evaluation.samples, results: typeof results === 'number' ? SCALAR : results };
}

const SCALAR: Vector = [{ labels: {}, value: 1 }];

class Evaluation {
  samples = 0;

  constructor(
    private readonly store: Store,
    private readonly reader: Reader,
    private readonly shares: TimeShares,
  ) {}

  of(expr: Expr): Vector | number {
    switch (expr.node) {
      case 'number':
        return expr.value;
      case 'string':
        return 0;
      case 'selector': {
        const found = this.store.select(expr);
        this.samples += found.reduce((sum, { duty }) => sum + duty, 0);
        return found.map(({ labels, duty }) => ({ labels, value: duty }));
      }
      case 'range': {
        const { selector, window } = expr;
        return this.store.select(selector).map((series) => {
          const samples = samplesIn(series, window, selector.offset ?? 0, this.reader);
          this.samples += samples;
          return { labels: series.labels, value: Math.min(1, samples) };
        });
      }
      case 'subquery': {
        // The engine counts the results of its steps, and not what each step reads.
        const before = this.samples;
        const results = vectorOf(this.of(expr.expr));
        const steps = expr.window / (expr.step ?? this.reader.every);
        this.samples = before + steps * results.reduce((sum, { value }) => sum + value, 0);
        return results;
      }
      case 'negation':
        return this.of(expr.expr);
      case 'aggregation':
        return this.aggregation(expr);
      case 'call':
        return this.call(expr);
      case 'binary':
        return this.binary(expr);
    }
  }

  private aggregation(expr: Aggregation): Vector {
    const parameter = expr.parameter === undefined ? 0 : this.of(expr.parameter);
    const input = vectorOf(this.of(expr.expr));
    if (expr.operator === 'topk' || expr.operator === 'bottomk')
      return input.slice(0, typeof parameter === 'number' ? parameter : undefined);
    // A group is there as long as any of its series.
    return aggregated({ ...expr, operator: 'max' }, input);
  }

  private call({ name, args }: Call): Vector | number {
    const values = args.map((arg) => this.of(arg));
    const vector = values.find((value) => typeof value !== 'number');
    switch (name) {
      case 'time':
      case 'pi':
      case 'scalar':
        return 0;
      case 'absent':
      case 'absent_over_time':
        return vector === undefined || vector.length === 0 ? SCALAR : [];
      case 'label_replace':
        return labelReplaced(vector ?? [], args);
      case 'histogram_quantile':
        return aggregated(WITHOUT_BUCKETS, vector ?? []);
      default:
        return vector === undefined
          ? SCALAR
          : vector.map((each) => ({ ...each, labels: withoutName(each.labels) }));
    }
  }

  private binary(expr: Binary): Vector | number {
    const share = expr.operator === 'and' ? this.shares.of(expr.right) : undefined;
    if (share !== undefined)
      return vectorOf(this.of(expr.left)).map(({ labels, value }) => ({ labels, value: value * share }));
    const left = this.of(expr.left);
    const right = this.of(expr.right);
    const { operator } = expr;
    if (operator === 'unless' && this.pauseOf(expr.right) !== undefined) {
      const pause = this.pauseOf(expr.right)!;
      return vectorOf(left).map(({ labels, value }) => ({ labels, value: value / pause }));
    }
    if (operator === 'and' || operator === 'unless')
      return setOperation(expr, vectorOf(left), vectorOf(right));
    if (operator === 'or') return either(expr, vectorOf(left), vectorOf(right));
    if (typeof left === 'number') return right;
    if (typeof right === 'number') return left;
    try {
      return joined({ ...expr, operator: '*' }, left, right);
    } catch (error) {
      if (error instanceof Unsupported) return left;
      throw error;
    }
  }

  /** A rule that records `unless` it has recorded in the last hour records once an hour: so many evaluations. */
  private pauseOf(right: Expr): number | undefined {
    const { record, every } = this.reader;
    const own = [...walk(right)].find((node) => node.node === 'range' && node.selector.name === record);
    if (record === undefined || own?.node !== 'range') return undefined;
    return Math.floor(own.window / every) + 1;
  }
}

const vectorOf = (value: Vector | number): Vector => (typeof value === 'number' ? SCALAR : value);

const WITHOUT_BUCKETS: Aggregation = {
  node: 'aggregation',
  operator: 'max',
  grouping: { mode: 'without', labels: ['le'] },
  expr: { node: 'number', value: 0 },
};

/** What one side has at times, the other may have at the others. */
function either(expr: Binary, left: Vector, right: Vector): Vector {
  const all = setOperation(expr, left, right);
  const others = new Map(right.map(({ labels, value }) => [entriesKey(labels), value]));
  return all.map((element) => {
    if (element.value >= 1 || right.includes(element)) return element;
    return { ...element, value: Math.min(1, element.value + (others.get(entriesKey(element.labels)) ?? 0)) };
  });
}

/** Sets a label to a constant, or to what a regular expression finds in another label. */
function labelReplaced(vector: Vector, [, target, replacement, source, pattern]: readonly Expr[]): Vector {
  const [name, by, from, regex] = [target, replacement, source, pattern].map((arg) =>
    arg?.node === 'string' ? arg.value : '',
  ) as [string, string, string, string];
  return vector.map(({ labels, value }) => {
    const text = labels[from] ?? '';
    const found = regex === '' || regex === '(.*)' ? [text, text] : matchOf(regex, text);
    if (found === undefined) return { labels, value };
    const replaced = by.replaceAll(/\$\{?(\d+)\}?/g, (_all, index: string) => found[Number(index)] ?? '');
    const { [name]: _before, ...rest } = labels;
    return { labels: replaced === '' ? rest : { ...rest, [name]: replaced }, value };
  });
}

/** Groups of a match of the whole text. Undefined: no match, or an expression that only RE2 reads. */
function matchOf(regex: string, text: string): readonly string[] | undefined {
  try {
    return new RegExp(`^(?:${regex})$`, 's').exec(text) ?? undefined;
  } catch {
    return undefined;
  }
}
