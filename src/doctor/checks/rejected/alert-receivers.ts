import { listOf, mapOf, nameOf, textOf, type Fields } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { objectsOf } from './lib/scrapes';
import { isPlaceholder } from '../shared/placeholder';

/** Certain: routes of an AlertmanagerConfig know its own receivers only. */
export const check = defineCheck({
  id: 'alert-receivers',
  severity: 'error',
  question: 'Is every receiver that an AlertmanagerConfig routes to among its receivers?',
  symptom: 'Alerts of a namespace reach nobody; the AlertmanagerConfig has an event that says it is invalid.',
  why: 'The operator refuses an AlertmanagerConfig of which a route names a receiver that it does not define itself. Receivers of other objects do not count.',
  remedy: 'Correct the name, or define the receiver under `spec.receivers`.',
  see: 'https://prometheus-operator.dev/docs/developer/alerting/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    objectsOf(manifests, 'AlertmanagerConfig').flatMap((object) => {
      const spec = mapOf(object.fields['spec']);
      const names = listOf(spec['receivers']).flatMap((item) => textOf(mapOf(item)['name']) ?? []);
      return receiversIn(mapOf(spec['route']), 'spec.route')
        .filter(({ name }) => !names.includes(name) && !isPlaceholder(name))
        .map(({ name, path: field }): Reported => ({
          object,
          resource: nameOf(object),
          path: field,
          message: 'names a receiver that the AlertmanagerConfig does not define',
          found: name,
          expected: names.length === 0 ? 'a receiver; it defines none' : `one of ${names.join(', ')}`,
          fix: names.length === 1 ? `receiver: ${names[0]}` : `receivers: [{"name":${JSON.stringify(name)}}]`,
        }));
    }),
});

/** Of a route and of those below it; without a receiver of its own, a route has that of the one above. */
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
