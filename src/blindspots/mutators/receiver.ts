import { listOf, mapOf, textOf, type Fields } from '../../kubernetes/object';
import type { Path } from '../edit';
import { inAlertmanager, type Mutator } from '../mutator';

export const receiver: Mutator = {
  name: 'receiver',
  what: 'a route notifies another receiver',
  caughtBy:
    'state which receiver is notified of which fault (expect); certify fails once a critical alert has no receiver',
  edits: inAlertmanager((config) => {
    const names = listOf(config['receivers']).flatMap((item) => textOf(mapOf(item)['name']) ?? []);
    return routesIn(mapOf(config['route']), ['route']).flatMap(({ path, route }) => {
      const from = textOf(route['receiver']);
      const to = names.find((name) => name !== from);
      return from === undefined || to === undefined ? [] : [{ path: [...path, 'receiver'], from, to }];
    });
  }),
};

export const routesIn = (
  route: Fields,
  path: Path,
): readonly { readonly path: Path; readonly route: Fields }[] => [
  { path, route },
  ...listOf(route['routes']).flatMap((child, index) => routesIn(mapOf(child), [...path, 'routes', index])),
];
