import { listOf, mapOf, textOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs, routesIn } from '../routes';

export const receiver: Mutator = {
  name: 'receiver',
  what: 'a route notifies another receiver',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: inConfigs((config) => {
    const names = listOf(config['receivers']).flatMap((item) => textOf(mapOf(item)['name']) ?? []);
    return routesIn(mapOf(config['route'])).flatMap(({ path, route }) => {
      const from = textOf(route['receiver']);
      const to = names.find((name) => name !== from);
      return from === undefined || to === undefined ? [] : [{ path: [...path, 'receiver'], from, to }];
    });
  }),
};
