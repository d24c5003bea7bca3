import { groupBy } from '../../findings/group-by';
import type { ParsedRule } from '../rules/parsed-rule';
import { Candidates, type Origin } from './candidates';
import type { Inference } from './infer';
import { ANYTHING, constant, withLabels, type Shape } from './shape';

/** Series that one recording rule writes. */
export interface RecordedSeries extends Origin {
  readonly rule: ParsedRule;
}

/** Recorded series by name. A rule may read series of other rules, so shapes are inferred on demand. */
export class Recordings {
  private readonly rules: ReadonlyMap<string, readonly ParsedRule[]>;
  private readonly known = new Map<string, Candidates<RecordedSeries>>();
  private readonly pending = new Set<ParsedRule>();

  constructor(
    rules: readonly ParsedRule[],
    private readonly inference: () => Inference,
  ) {
    this.rules = groupBy(
      rules.filter(({ kind }) => kind === 'record'),
      ({ name }) => name,
    );
  }

  names(): Iterable<string> {
    return this.rules.keys();
  }

  rulesOf(name: string): readonly ParsedRule[] {
    return this.rules.get(name) ?? [];
  }

  /** Undefined where no rule records that name. */
  of(name: string): Candidates<RecordedSeries> | undefined {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const rules = this.rulesOf(name);
    if (rules.length === 0) return undefined;
    const cyclic = rules.some((rule) => this.pending.has(rule));
    const candidates = new Candidates(rules.map((rule) => ({ rule, shape: this.shapeOf(rule) })));
    // Within a cycle the result is incomplete.
    if (!cyclic) this.known.set(name, candidates);
    return candidates;
  }

  private shapeOf(rule: ParsedRule): Shape {
    const { expr, labels, name } = rule;
    if (expr === undefined || this.pending.has(rule)) return ANYTHING;
    this.pending.add(rule);
    const shape = withLabels(this.inference().of(expr), constant(labels));
    this.pending.delete(rule);
    return shape.because === undefined
      ? shape
      : { ...shape, because: `in the rule of ${name}, ${shape.because}` };
  }
}
