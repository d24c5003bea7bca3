import { evaluate } from '../../certify/engine/evaluate';
import { Known, type Simulation } from '../../certify/engine/simulation';
import type { Recording, Vector, Work } from '../../certify/engine/series';
import type { Expr } from '../../promql/expr';
import { samplesOf, type Case } from './case';

/** A rule with everything that decides when it has results. */
export interface Tried {
  readonly expr: Expr;
  /** Seconds for which it must have results. */
  readonly for: number;
  /** Rules whose results it reads, as far as they are evaluated and not given. */
  readonly recordings: ReadonlyMap<string, readonly Recording[]>;
}

export class CaseRun {
  private readonly simulation: Simulation;
  private readonly found = new Map<number, Vector>();

  constructor(
    private readonly rule: Tried,
    each: Case,
    names: Iterable<string>,
    labels: readonly string[],
    work: Work,
  ) {
    this.simulation = {
      samples: samplesOf(each, names, labels),
      recordings: rule.recordings,
      known: new Known(),
      work,
    };
  }

  /** Results at a moment, in seconds after the event. */
  resultsAt(moment: number): Vector {
    const known = this.found.get(moment);
    if (known !== undefined) return known;
    const result = evaluate(this.simulation, this.rule.expr, { at: moment, now: moment });
    const vector = typeof result === 'number' ? [{ labels: {}, value: result }] : result;
    this.found.set(moment, vector);
    return vector;
  }

  holdsAt(moment: number): boolean {
    return this.resultsAt(moment).length > 0;
  }

  /** The moment at which it has had results for long enough, of those at equal distances up to a horizon. */
  firesAt(step: number, horizon: number): number | undefined {
    let since: number | undefined;
    for (let moment = step; moment <= horizon; moment += step) {
      if (!this.holdsAt(moment)) since = undefined;
      else {
        since ??= moment;
        if (moment - since >= this.rule.for) return moment;
      }
    }
    return undefined;
  }
}
