import type { Matcher, Selector } from '../../promql/expr';
import { holds } from '../../certify/engine/matchers';
import type { Labels } from '../../certify/engine/series';

/** Series that Prometheus has of one name, as far as their number and their samples matter. */
export interface StoredSeries {
  readonly labels: Labels;
  /** The share of scrapes or evaluations that leave a sample. */
  readonly duty: number;
  /** Seconds between scrapes or evaluations. */
  readonly every: number;
  /** The rule that records it. @default it is scraped */
  readonly rule?: RulePlace;
}

/** Where a rule is evaluated. Rules of one group have the same time of evaluation, one after the other. */
export interface RulePlace {
  readonly group: string;
  readonly position: number;
}

/** Series by name, with the matchers that were tried. */
export class Store {
  private readonly verdicts = new Map<string, boolean>();

  constructor(
    private readonly scraped: ReadonlyMap<string, readonly StoredSeries[]>,
    private readonly recorded: ReadonlyMap<string, readonly StoredSeries[]>,
  ) {}

  /** A name can be recorded and scraped. */
  select({ name, matchers }: Selector): readonly StoredSeries[] {
    if (name === undefined) return [];
    return [...(this.scraped.get(name) ?? []), ...(this.recorded.get(name) ?? [])].filter(({ labels }) =>
      matchers.every((matcher) => this.holds(matcher, labels[matcher.label] ?? '')),
    );
  }

  private holds({ operator, value: wanted }: Matcher, value: string): boolean {
    if (operator === '=') return wanted === value;
    if (operator === '!=') return wanted !== value;
    const key = `${operator}${wanted}\n${value}`;
    const known = this.verdicts.get(key) ?? holds({ operator, value: wanted }, value);
    this.verdicts.set(key, known);
    return known;
  }
}

/**
 * Samples of a series in a range, on average over all times of evaluation.
 * @param window seconds
 * @param reader the rule that reads it: what its own group recorded has times of its own evaluations
 */
export function samplesIn(
  { duty, every, rule }: StoredSeries,
  window: number,
  offset: number,
  reader: RulePlace,
): number {
  if (rule === undefined || rule.group !== reader.group) return (duty * window) / every;
  // Samples at `every * k` before the evaluation; what is recorded later in the group has none at the evaluation itself.
  const first = Math.max(Math.ceil(offset / every), rule.position < reader.position ? 0 : 1);
  const end = Math.ceil((offset + window) / every);
  return duty * Math.max(0, end - first);
}
