import { jsonText } from '../../findings/one-line';
import { isAcceptable } from '../acknowledged';
import { titleOf } from '../../doctor/rules/parsed-rule';
import { EFFECTS } from '../effect';
import type { Printed } from './input';

/** Everything for programs, with the files of each counterexample. */
export const asJson = ({ difference, bounds, cost, judged }: Printed): string =>
  jsonText({
    before: difference.before,
    after: difference.after,
    fails: !isAcceptable(judged),
    effects: difference.effects.map((effect) => ({
      ...effect,
      fails: EFFECTS[effect.kind].fails && judged.failing.includes(effect),
    })),
    faults: bounds.changes.map((change) => ({
      ...change,
      fails: judged.bounds.failing.includes(change),
    })),
    cost: {
      ...cost,
      rules: cost.rules.map(({ rule, ...changes }) => ({
        rule: titleOf(rule),
        labels: rule.labels,
        ...changes,
      })),
    },
    rules: difference.rules,
    series: difference.series,
    notes: [...difference.notes, ...bounds.notes],
  });
