import { listOf, mapOf, textOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs, routesIn } from '../routes';

const FIELDS = {
  own: { all: ['time_intervals', 'mute_time_intervals'], muting: 'mute_time_intervals' },
  object: { all: ['muteTimeIntervals'], muting: 'muteTimeIntervals' },
} as const;

export const muteTime: Mutator = {
  name: 'mute-time',
  what: 'a route is muted during a time interval of the configuration',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD',
  edits: inConfigs((config, spelling) => {
    const { all, muting } = FIELDS[spelling];
    const names = all
      .flatMap((key) => listOf(config[key]))
      .flatMap((item) => textOf(mapOf(item)['name']) ?? []);
    // The root cannot be muted.
    const [, ...below] = routesIn(mapOf(config['route']));
    return below.flatMap(({ path, route }) => {
      const before = listOf(route[muting]);
      const added = names.find((name) => !before.includes(name));
      return added === undefined
        ? []
        : [
            {
              path: [...path, muting],
              from: before.length === 0 ? undefined : before,
              to: [...before, added],
            },
          ];
    });
  }),
};
