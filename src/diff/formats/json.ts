import { EFFECTS } from '../effect';
import type { Printed } from './input';

/** Everything for programs, with the files of each counterexample. */
export const asJson = ({ difference, judged }: Printed): string =>
  JSON.stringify(
    {
      before: difference.before,
      after: difference.after,
      fails: judged.failing.length > 0,
      effects: difference.effects.map((effect) => ({
        ...effect,
        fails: EFFECTS[effect.kind].fails && judged.failing.includes(effect),
      })),
      rules: difference.rules,
      series: difference.series,
      notes: difference.notes,
    },
    undefined,
    2,
  );
