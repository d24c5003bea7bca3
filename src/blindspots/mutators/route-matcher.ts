import { labelsOf, listOf, mapOf, textOf } from '../../kubernetes/object';
import type { Mutator } from '../mutator';
import { inConfigs, routesIn, type ConfigEdit } from '../routes';

export const routeMatcher: Mutator = {
  name: 'route-matcher',
  what: 'a matcher of a route has another value',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: inConfigs((config) =>
    routesIn(mapOf(config['route'])).flatMap(({ path, route }) => [
      ...listOf(route['matchers']).flatMap((matcher, index) => edited(matcher, [...path, 'matchers', index])),
      ...(['match', 'match_re'] as const).flatMap((key) =>
        Object.entries(labelsOf(route[key])).map(([label, from]) => ({
          path: [...path, key, label],
          from,
          to: OTHER,
        })),
      ),
    ]),
  ),
};

const OTHER = 'x-other';

/** A text, or an object of an AlertmanagerConfig. */
function edited(matcher: unknown, path: ConfigEdit['path']): readonly ConfigEdit[] {
  if (typeof matcher === 'string') {
    const to = matcher.replace(/([!=~]\s*"?)([^"]*)("?)$/, `$1${OTHER}$3`);
    return to === matcher ? [] : [{ path, from: matcher, to }];
  }
  const from = textOf(mapOf(matcher)['value']);
  return from === undefined ? [] : [{ path: [...path, 'value'], from, to: OTHER }];
}
