import type { Labels } from '../kubernetes/object';
import type { RuleEffect } from './detection-effects';
import { gainedLabels, isNever, staticLabels } from './label-sets';
import type { RulePair } from './pair-rules';
import type { Routings } from './route-effects';
import type { Side } from './side';

/** Alerts of which a message suppresses others. */
const SHOWN = 3;

/** An alert of both sides, with the labels that are known before it fires. */
interface Known {
  readonly pair: RulePair;
  readonly before: Labels;
  readonly after: Labels;
  /** Labels that inhibitions match or compare, which its series did not have before. */
  readonly gained: readonly string[];
}

/** Alerts that others suppress after a change, and did not before. */
export class NewInhibitions {
  private readonly alerts: readonly Known[];
  private readonly sameRules: boolean;

  constructor(
    pairs: readonly RulePair[],
    private readonly before: Side,
    private readonly after: Side,
    private readonly routings: Routings,
  ) {
    this.alerts = pairs.map((pair) => ({
      pair,
      before: staticLabels(pair.before, before),
      after: staticLabels(pair.after, after),
      gained: gainedLabels(routings.after.matched.keys(), pair, before, after),
    }));
    this.sameRules =
      JSON.stringify(routings.before.config.inhibit_rules) ===
      JSON.stringify(routings.after.config.inhibit_rules);
  }

  of(pair: RulePair): readonly RuleEffect[] {
    const own = this.alerts.find((alert) => alert.pair === pair);
    if (own === undefined) return [];
    const by = this.alerts.filter(
      (other) =>
        other !== own &&
        (((!this.sameRules || isRelabelled(own) || isRelabelled(other)) && this.isNew(own, other, {})) ||
          this.valuesOf(own, other).some((labels) => this.isNew(own, other, labels)) ||
          (!this.sameRules && this.isAcross(own, other))),
    );
    if (by.length === 0) return [];
    const names = [...new Set(by.map((other) => other.pair.after.name))];
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    return [
      {
        kind: 'suppressed',
        reason: `it is inhibited while ${names.slice(0, SHOWN).join(', ')}${more} fires, which it was not`,
      },
    ];
  }

  /** Whether one alert suppresses another after the change alone, where both have some labels, as far as they can. */
  private isNew(own: Known, other: Known, labels: Labels, othersLabels = labels): boolean {
    const [usual, now] = (['before', 'after'] as const).map((side) => [
      { ...this.possible(labels, own, side), ...own[side] },
      { ...this.possible(othersLabels, other, side), ...other[side] },
    ]) as [[Labels, Labels], [Labels, Labels]];
    return (
      this.routings.after.inhibitorsOf(now[0], [now[1]]).length > 0 &&
      this.routings.before.inhibitorsOf(usual[0], [usual[1]]).length === 0
    );
  }

  /** Whether one alert suppresses another of other values of a label, which inhibitions compared before. */
  private isAcross(own: Known, other: Known): boolean {
    return [...this.routings.before.matched.keys()].some((label) =>
      this.isNew(own, other, { [label]: 'one' }, { [label]: 'another' }),
    );
  }

  private possible(labels: Labels, { pair }: Known, side: 'before' | 'after'): Labels {
    return Object.fromEntries(
      Object.entries(labels).filter(([label]) => !isNever(label, pair[side], this[side])),
    );
  }

  /** Values of the labels that either alert has gained: what inhibitions mention, what the other one has, and any other. */
  private valuesOf(own: Known, other: Known): readonly Labels[] {
    return [...new Set([...own.gained, ...other.gained])].flatMap((label) => {
      const mentioned = this.routings.after.matched.get(label) ?? [];
      const known = [own.after[label], other.after[label]].flatMap((value) => value ?? []);
      const values = new Set(known.length > 0 ? known : [...mentioned, 'any']);
      values.delete('');
      return [...values].map((value) => ({ [label]: value }));
    });
  }
}

const isRelabelled = ({ before, after }: Known): boolean => JSON.stringify(before) !== JSON.stringify(after);
