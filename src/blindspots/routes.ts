import { listOf, mapOf, type Fields } from '../kubernetes/object';
import type { Path } from './edit';
import { inAlertmanager, inKinds, inObject, type Mutator } from './mutator';

export interface ConfigEdit {
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/** Edits of the configuration of Alertmanager and of each AlertmanagerConfig, which spell some fields otherwise. */
export const inConfigs =
  (editsOf: (config: Fields, spelling: 'own' | 'object') => readonly ConfigEdit[]): Mutator['edits'] =>
  (original) => [
    ...inAlertmanager((config) => editsOf(config, 'own'))(original),
    ...inKinds(['AlertmanagerConfig'], (object) =>
      editsOf(mapOf(object.fields['spec']), 'object').map(({ path, from, to }) =>
        inObject(object, ['spec', ...path], from, to),
      ),
    )(original),
  ];

/** A route with those below it. */
export const routesIn = (
  route: Fields,
  path: Path = ['route'],
): readonly { readonly path: Path; readonly route: Fields }[] => [
  { path, route },
  ...listOf(route['routes']).flatMap((child, index) => routesIn(mapOf(child), [...path, 'routes', index])),
];
