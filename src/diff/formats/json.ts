import { isAcceptable } from '../acknowledged';
import { EFFECTS } from '../effect';
import type { Printed } from './input';

/** Everything for programs, with the files of each counterexample. */
export const asJson = ({ difference, bounds, judged }: Printed): string =>
  JSON.stringify(
    {
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
      rules: difference.rules,
      series: difference.series,
      notes: [...difference.notes, ...bounds.notes],
    },
    undefined,
    2,
  );
