import type { Labels } from '../kubernetes/object';
import type { RuleEffect } from './detection-effects';
import { staticLabels } from './label-sets';
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
}

/** Alerts that others suppress after a change, and did not before. */
export class NewInhibitions {
  private readonly alerts: readonly Known[];
  private readonly sameRules: boolean;

  constructor(
    pairs: readonly RulePair[],
    before: Side,
    after: Side,
    private readonly routings: Routings,
  ) {
    this.alerts = pairs.map((pair) => ({
      pair,
      before: staticLabels(pair.before, before),
      after: staticLabels(pair.after, after),
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
        (!this.sameRules || isRelabelled(own) || isRelabelled(other)) &&
        this.routings.after.inhibitorsOf(own.after, [other.after]).length > 0 &&
        this.routings.before.inhibitorsOf(own.before, [other.before]).length === 0,
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
}

const isRelabelled = ({ before, after }: Known): boolean => JSON.stringify(before) !== JSON.stringify(after);
