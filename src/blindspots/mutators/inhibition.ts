import { listOf, mapOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs } from '../routes';

const FIELDS = {
  own: ['inhibit_rules', 'source_matchers', 'target_matchers', 'equal'],
  object: ['inhibitRules', 'sourceMatch', 'targetMatch', 'equal'],
} as const;

export const inhibition: Mutator = {
  name: 'inhibition',
  what: 'an inhibition loses a condition, and suppresses more alerts',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD',
  edits: inConfigs((config, spelling) => {
    const [list, ...keys] = FIELDS[spelling];
    return listOf(config[list]).flatMap((item, index) =>
      keys.flatMap((key) =>
        listOf(mapOf(item)[key]).map((from, position) => ({
          path: [list, index, key, position],
          from,
          to: undefined,
        })),
      ),
    );
  }),
};
