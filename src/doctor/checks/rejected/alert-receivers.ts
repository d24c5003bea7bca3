import { isMap, listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { nearest } from '../../expressions/nearest';
import { isPlaceholder } from '../../../kubernetes/placeholder';

/** Certain: a route can only use receivers of its own AlertmanagerConfig. */
export const check = defineCheck({
  id: 'alert-receivers',
  severity: 'error',
  question: 'Does every AlertmanagerConfig define the receivers that its routes name?',
  symptom:
    'Alerts of a namespace notify no receiver; an event of the AlertmanagerConfig reports that it is invalid.',
  why: 'The operator rejects an AlertmanagerConfig if a route names a receiver that the same object does not define. Receivers of other objects do not count.',
  remedy: 'Correct the name, or define the receiver under `spec.receivers`.',
  see: 'https://prometheus-operator.dev/docs/developer/alerting/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.operator('AlertmanagerConfig').flatMap((object) => {
      const spec = mapOf(object.fields['spec']);
      const names = listOf(spec['receivers']).flatMap((item) => textOf(mapOf(item)['name']) ?? []);
      return [
        ...withoutReceiver(object, names),
        ...receiversIn(mapOf(spec['route']), 'spec.route')
          .filter(({ name }) => !names.includes(name) && !isPlaceholder(name))
          .map(({ name, path }): Reported => ({
            object,
            path,
            message: 'the AlertmanagerConfig does not define this receiver',
            found: name,
            expected:
              names.length === 0 ? 'a receiver; spec.receivers is empty' : `one of ${names.join(', ')}`,
            fix: fixFor(name, names),
          })),
      ];
    }),
});

/** The operator rejects a route without receiver at the top. */
function withoutReceiver(object: KubernetesObject, names: readonly string[]): readonly Reported[] {
  const { route } = mapOf(object.fields['spec']);
  if (!isMap(route) || route['receiver']) return [];
  return [
    {
      object,
      path: 'spec.route.receiver',
      message: 'the first route has no receiver, so the operator rejects the AlertmanagerConfig',
      found: route['receiver'],
      expected: names.length === 0 ? 'a receiver; spec.receivers is empty' : `one of ${names.join(', ')}`,
      fix:
        names.length === 1
          ? `receiver: ${scalar(names[0]!)}`
          : `set receiver of spec.route to the default (${names.join(', ')})`,
    },
  ];
}

/** Without quotes, YAML reads `null` as no text. */
const scalar = (name: string): string =>
  /^(null|true|false|yes|no|on|off|~|[\d.]+)$/i.test(name) ? JSON.stringify(name) : name;

function fixFor(name: string, names: readonly string[]): string {
  const similar = nearest(name, names);
  if (similar !== undefined) return `receiver: ${scalar(similar)}`;
  const instead =
    names.length === 0 ? '' : `, or use ${names.length === 1 ? names[0] : `one of ${names.join(', ')}`}`;
  return `define receiver ${name} in spec.receivers${instead}`;
}

/** Receivers of a route and its child routes. A route without a receiver inherits that of its parent. */
function receiversIn(
  route: Fields,
  path: string,
): readonly { readonly name: string; readonly path: string }[] {
  const name = textOf(route['receiver']);
  return [
    ...(name ? [{ name, path: `${path}.receiver` }] : []),
    ...listOf(route['routes']).flatMap((below, index) =>
      receiversIn(mapOf(below), `${path}.routes[${index}]`),
    ),
  ];
}
