import { parseMatcher } from '../../../kubernetes/alertmanager-config';
import { isMap, listOf, mapOf, textOf, type Fields } from '../../../kubernetes/object';
import { re2Error } from '../../../metrics/labels';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Found, type Reported } from '../../check';

/** Certain: the operator and Alertmanager validate each of these. */
export const check = defineCheck({
  id: 'alert-matchers',
  severity: 'error',
  question: 'Is every matcher and time interval of an AlertmanagerConfig valid?',
  symptom:
    'Alerts of a namespace notify no receiver; an event of the AlertmanagerConfig reports that it is invalid.',
  why: 'A matcher of the resource is a map with name, matchType and value. The operator rejects the whole object for an empty name, an invalid regular expression, or a time interval that the object does not define.',
  remedy:
    'Write `{name: severity, matchType: "=~", value: "page|ticket"}`, and define the intervals in `spec.muteTimeIntervals`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.Matcher',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.operator('AlertmanagerConfig').map((object): Found => {
      const spec = mapOf(object.fields['spec']);
      const defined = ['muteTimeIntervals', 'timeIntervals'].flatMap((field) =>
        listOf(spec[field]).flatMap((item) => textOf(mapOf(item)['name']) ?? []),
      );
      const route = isMap(spec['route']) ? [{ path: 'spec.route', fields: spec['route'] }] : [];
      return [
        ...matcherLists(
          spec,
          route.flatMap(({ path, fields }) => routesIn(fields, path)),
        ),
        ...route
          .flatMap(({ path, fields }) => routesIn(fields, path))
          .flatMap((one) => undefinedIntervals(one, defined)),
      ].map((one) => ({ object, ...one }));
    }),
});

type Row = Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>;

interface Route {
  readonly path: string;
  readonly fields: Fields;
}

const routesIn = (fields: Fields, path: string): readonly Route[] => [
  { path, fields },
  ...listOf(fields['routes']).flatMap((item, index) => routesIn(mapOf(item), `${path}.routes[${index}]`)),
];

const matcherLists = (spec: Fields, routes: readonly Route[]): readonly Row[] =>
  [
    ...routes.map(({ path, fields }) => ({ path: `${path}.matchers`, list: fields['matchers'] })),
    ...listOf(spec['inhibitRules']).flatMap((item, index) =>
      ['sourceMatch', 'targetMatch'].map((field) => ({
        path: `spec.inhibitRules[${index}].${field}`,
        list: mapOf(item)[field],
      })),
    ),
  ].flatMap(({ path, list }) =>
    listOf(list).flatMap((item, index) => (isMap(item) ? wrongMatcher(item, `${path}[${index}]`) : [])),
  );

function wrongMatcher(matcher: Fields, path: string): readonly Row[] {
  const { name, value, matchType, regex } = matcher;
  const [text, pattern] = [textOf(name) ?? '', textOf(value) ?? ''];
  const written = parseMatcher(text);
  const row = { path, found: matcher };
  if (written !== undefined)
    return [
      {
        ...row,
        message: 'the name holds a whole matcher',
        expected: 'name, matchType and value apart',
        fix: `- ${JSON.stringify(written)}`,
      },
    ];
  if (text === '')
    return [
      {
        ...row,
        message: 'the matcher has no name, so the operator rejects the AlertmanagerConfig',
        expected: 'the name of a label',
        fix: 'set name to the label that the matcher compares',
      },
    ];
  const isRegex = matchType === '=~' || matchType === '!~' || (matchType === undefined && regex === true);
  const error = isRegex && !isPlaceholder(pattern) ? re2Error(pattern) : undefined;
  if (error !== undefined)
    return [
      {
        ...row,
        path: `${path}.value`,
        found: pattern,
        message: `invalid RE2 regular expression: ${error}`,
        expected: 'RE2 syntax: no lookaround, no backreferences',
        fix: `correct the expression; for this text itself: value: ${JSON.stringify(pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))}`,
      },
    ];
  return [];
}

const undefinedIntervals = ({ path, fields }: Route, defined: readonly string[]): readonly Row[] =>
  ['muteTimeIntervals', 'activeTimeIntervals'].flatMap((field) =>
    listOf(fields[field]).flatMap((item, index) => {
      const name = textOf(item);
      return name === undefined || defined.includes(name) || isPlaceholder(name)
        ? []
        : [
            {
              path: `${path}.${field}[${index}]`,
              message: 'the AlertmanagerConfig does not define this time interval',
              found: name,
              expected:
                defined.length === 0 ? 'an entry of spec.muteTimeIntervals' : `one of ${defined.join(', ')}`,
              fix: `define ${name} in spec.muteTimeIntervals, or remove it from the route`,
            },
          ];
    }),
  );
