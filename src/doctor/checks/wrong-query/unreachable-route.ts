import { isMap } from '../../../kubernetes/object';
import { alertRoutings, type AlertRoute } from '../shared/alert-routing';
import { defineCheck, type Reported } from '../../check';

// Certain: Alertmanager takes the first route that matches, in the order of the list, unless it continues.
export const check = defineCheck({
  id: 'unreachable-route',
  severity: 'error',
  question: 'Can alerts reach every route of Alertmanager?',
  symptom: 'All alerts go to one receiver, and the routes below it in the list never notify.',
  why: 'A route without matchers matches every alert. Alertmanager stops at the first route that matches, unless that has `continue: true`.',
  remedy:
    'Remove the route without matchers, as the receiver of the route above is the default; or set `continue: true`.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    alertRoutings(manifests, prometheus).flatMap(({ about, routes }) =>
      routes.flatMap((route): readonly Reported[] => {
        const later = routes.filter(({ parent }) => parent === route.parent);
        const next = later[later.indexOf(route) + 1];
        if (route.parent === undefined || next === undefined || !takesAll(route)) return [];
        return [
          {
            ...about,
            path: route.path,
            message: `the route has no matchers, so it takes every alert, and none reaches ${next.path}`,
            found: route.receiver,
            expected: 'matchers, or continue: true',
            fix: 'add matchers to the route, or continue: true, or remove it',
          },
        ];
      }),
    ),
});

/** Matchers of the wrong type have a finding of their own. */
const takesAll = ({ fields }: AlertRoute): boolean =>
  fields['continue'] !== true &&
  ['matchers', 'match', 'match_re'].every((key) => isEmpty(fields[key])) &&
  // A route with a misplaced field does not match every alert.
  Object.keys(fields).length > 0;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0);
