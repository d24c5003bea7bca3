import { listOf, mapOf } from '../../kubernetes/object';
import { inAlertmanager, type Mutator } from '../mutator';
import { routesIn } from './receiver';

export const routeMatcher: Mutator = {
  name: 'route-matcher',
  what: 'a matcher of a route has another value',
  caughtBy:
    'state which receiver is notified of which fault (expect); certify fails once a critical alert has no receiver',
  edits: inAlertmanager((config) =>
    routesIn(mapOf(config['route']), ['route']).flatMap(({ path, route }) =>
      listOf(route['matchers']).flatMap((text, index) => {
        const to = typeof text === 'string' ? text.replace(/([!=~]\s*"?)([^"]*)("?)$/, '$1x-other$3') : text;
        return to === text ? [] : [{ path: [...path, 'matchers', index], from: text, to }];
      }),
    ),
  ),
};
