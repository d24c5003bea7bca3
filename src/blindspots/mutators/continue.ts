import { mapOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs, routesIn } from '../routes';

export const lostContinue: Mutator = {
  name: 'continue',
  what: 'a route no longer continues, so that the routes after it get nothing',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: inConfigs((config) =>
    routesIn(mapOf(config['route'])).flatMap(({ path, route }) =>
      route['continue'] === true ? [{ path: [...path, 'continue'], from: true, to: false }] : [],
    ),
  ),
};
