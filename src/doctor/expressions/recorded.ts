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
  /** Shared by all rules that one of them reads, as rules that read each other would be followed again and again. */
  private shared: Inference | undefined;

  /** @param newInference forgotten after each name, because other expressions have no part of a rule in them */
  constructor(
    rules: readonly ParsedRule[],
    private readonly newInference: () => Inference,
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
    const isFirst = this.shared === undefined;
    const inference = (this.shared ??= this.newInference());
    const candidates = new Candidates(rules.map((rule) => ({ rule, shape: this.shapeOf(rule, inference) })));
    if (isFirst) this.shared = undefined;
    // Within a cycle the result is incomplete.
    if (!cyclic) this.known.set(name, candidates);
    return candidates;
  }

  private shapeOf(rule: ParsedRule, inference: Inference): Shape {
    const { expr, labels, name } = rule;
    if (expr === undefined || this.pending.has(rule)) return ANYTHING;
    this.pending.add(rule);
    const shape = withLabels(inference.of(expr), constant(labels));
    this.pending.delete(rule);
    return shape.because === undefined
      ? shape
      : { ...shape, because: `in the rule of ${name}, ${shape.because}` };
  }
}
