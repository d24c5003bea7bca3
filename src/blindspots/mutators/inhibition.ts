import { listOf, mapOf } from '../../kubernetes/object';
import { inAlertmanager, type Mutator } from '../mutator';

export const inhibition: Mutator = {
  name: 'inhibition',
  what: 'an inhibition loses a condition, and suppresses more alerts',
  caughtBy: 'state which receivers are notified of the fault, so that certify follows inhibitions',
  edits: inAlertmanager((config) =>
    listOf(config['inhibit_rules']).flatMap((item, index) => {
      const rule = mapOf(item);
      return (['source_matchers', 'target_matchers', 'equal'] as const).flatMap((key) =>
        listOf(rule[key]).map((from, position) => ({
          path: ['inhibit_rules', index, key, position],
          from,
          to: undefined,
        })),
      );
    }),
  ),
};
