import { mapOf, textOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs, routesIn } from '../routes';

const FIELD = { own: 'group_wait', object: 'groupWait' } as const;

export const groupWait: Mutator = {
  name: 'group-wait',
  what: 'a route waits for 30 minutes before it notifies of a new group of alerts',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that notify later',
  edits: inConfigs((config, spelling) =>
    routesIn(mapOf(config['route'])).map(({ path, route }) => ({
      path: [...path, FIELD[spelling]],
      from: textOf(route[FIELD[spelling]]),
      to: '30m',
    })),
  ),
};
