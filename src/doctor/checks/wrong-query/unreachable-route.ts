import { groupBy } from '../../../findings/group-by';
import { isMap, listOf, mapOf } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import { listed, matches, showMatcher } from '../../expressions/matchers';
import { alertRoutings, type AlertRoute, type RouteMatcher } from '../shared/alert-routing';
import { pathInFile } from '../../sources/plain-files';
import { strayDash, withoutDash } from '../shared/stray-dash';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Reported } from '../../check';

// Certain: Alertmanager takes the first route that matches, in the order of the list, unless it continues; and all
// matchers of a route, of those above it, and of each side of an inhibition have to match one alert.
export const check = defineCheck({
  id: 'unreachable-route',
  severity: 'error',
  question: 'Can alerts reach every route and inhibition of Alertmanager?',
  symptom:
    'All alerts go to one receiver, and the routes below it in the list never notify; or an inhibition mutes nothing.',
  why: 'A route without matchers matches every alert. Alertmanager stops at the first route that matches, unless that has `continue: true`. Matchers of one list must all match: alertname cannot have two values.',
  remedy:
    'Remove the route without matchers, as the receiver of the route above is the default; or set `continue: true`. Write alternatives as one matcher: `alertname=~"A|B"`.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    alertRoutings(manifests, prometheus).map(({ about, routes, inhibitions }) => {
      const shown = (path: string) => ('object' in about ? pathInFile(about.object, path) : path);
      const sides = groupBy(inhibitions, ({ path }) => path.replace(SIDE, '$1'));
      return [
        ...routes.flatMap((route) => exclusive(route.matchers, above(route), shown)),
        ...[...sides.values()].flatMap((side) => exclusive(side, [], shown)),
        ...routes.flatMap((route) => takesOthers(route, routes, shown) ?? []),
      ].map((row) => ({ ...about, ...row }));
    }),
});

function takesOthers(
  route: AlertRoute,
  routes: readonly AlertRoute[],
  shown: (path: string) => string,
): Row | undefined {
  const siblings = routes.filter(({ parent }) => parent === route.parent);
  const index = siblings.indexOf(route);
  const next = siblings[index + 1];
  if (route.parent === undefined) return undefined;
  const cut = cutInTwo(route.parent, index);
  if (cut !== undefined) return { path: route.path, ...cut };
  return next === undefined || !takesAll(route)
    ? undefined
    : {
        path: route.path,
        message: `the route has no matchers, so it takes every alert, and none reaches ${shown(next.path)}`,
        found: route.receiver,
        expected: 'matchers, or continue: true',
        fix: 'add matchers to the route, or continue: true, or remove it',
      };
}

/** Up to the side of an inhibition, in any of its spellings. */
const SIDE = /((?:source|target)(?=_?[mM]atch)).*$/;

const above = ({ parent }: AlertRoute): readonly RouteMatcher[] =>
  parent === undefined ? [] : [...parent.matchers, ...above(parent)];

type Row = Omit<Reported, 'object' | 'resource' | 'at'>;

/** The first matcher that no alert satisfies together with another one of its label. */
function exclusive(
  own: readonly RouteMatcher[],
  inherited: readonly RouteMatcher[],
  shown: (path: string) => string,
): readonly Row[] {
  const valid = ({ operator, value }: RouteMatcher): boolean =>
    !isPlaceholder(value) && !(operator.endsWith('~') && re2Error(value) !== undefined);
  const all = [...inherited, ...own].filter(valid);
  for (const matcher of own.filter(valid)) {
    const other = all
      .slice(0, all.indexOf(matcher))
      .find((one) => one.label === matcher.label && exclude(one, matcher));
    if (other === undefined) continue;
    const values = [other, matcher].flatMap((one) => (one.operator === '=' ? [one.value] : []));
    return [
      {
        path: matcher.path,
        message: `no alert matches both ${showMatcher(other)} (${shown(other.path)}) and ${showMatcher(matcher)}`,
        found: matcher.value,
        expected: 'matchers that one alert can meet',
        fix:
          values.length === 2 && !inherited.includes(other)
            ? `write one matcher instead of both: ${matcher.label}=~"${values.join('|')}"`
            : `remove one of both matchers of ${matcher.label}`,
      },
    ];
  }
  return [];
}

function exclude(left: RouteMatcher, right: RouteMatcher): boolean {
  const [values, other] = listed(left) === undefined ? [listed(right), left] : [listed(left), right];
  return values !== undefined && !values.some((value) => matches(other, value));
}

/** A route that a dash too many has cut in two: matchers and receiver, or settings that belong to either. */
function cutInTwo(parent: AlertRoute, index: number): Omit<Row, 'path'> | undefined {
  const list = listOf(parent.fields['routes']);
  const [own, after] = [list[index], list[index + 1]].map((item) => Object.keys(mapOf(item)));
  const has = (keys: readonly string[], some: readonly string[]) => keys.some((key) => some.includes(key));
  const isSettings = own!.length > 0 && !has(own!, [...MATCHERS, 'receiver', 'routes']);
  const isMatched = has(own!, MATCHERS) && !has(own!, ['receiver', 'routes']);
  const dash = isSettings
    ? strayDash(list, index, (other) => has(Object.keys(other), ['receiver']))
    : isMatched && has(after!, ['receiver']) && !has(after!, [...MATCHERS, 'routes', ...own!])
      ? { key: after![0]!, item: index + 1, into: index }
      : undefined;
  return dash === undefined
    ? undefined
    : {
        // The receiver of the route above may be meant, and the other route for the rest.
        ...(isSettings ? {} : { severity: 'warning' as const }),
        message: isSettings
          ? `the route has neither matchers nor a receiver, as a dash before ${dash.key} cuts it in two`
          : `a dash before ${dash.key} starts another route, so this one has no receiver, and the other one takes every alert`,
        found: list[index],
        expected: 'one route',
        fix: withoutDash(dash, 'routes'),
      };
}

const MATCHERS: readonly string[] = ['matchers', 'match', 'match_re'];

/** Matchers of the wrong type have a finding of their own. */
const takesAll = ({ fields }: AlertRoute): boolean =>
  fields['continue'] !== true &&
  MATCHERS.every((key) => isEmpty(fields[key])) &&
  // A route with a misplaced field does not match every alert.
  Object.keys(fields).length > 0;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0);
