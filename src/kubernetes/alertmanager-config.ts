import { listOf, mapOf, textOf, type KubernetesObject } from './object';

/** An AlertmanagerConfig with the matchers of its first route. */
export interface AlertmanagerConfig extends KubernetesObject {
  readonly matchers: readonly RouteMatcher[];
}

export interface RouteMatcher {
  readonly name: string;
  readonly value: string;
  readonly type: '=' | '!=' | '=~' | '!~';
}

const TYPES = ['=', '!=', '=~', '!~'] as const;

/** @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.AlertmanagerConfig */
export function alertmanagerConfigOf(object: KubernetesObject): AlertmanagerConfig {
  const route = mapOf(mapOf(object.fields['spec'])['route']);
  return {
    ...object,
    matchers: listOf(route['matchers']).flatMap((item) => {
      const { name, value, matchType, regex } = mapOf(item);
      const label = textOf(name);
      if (label === undefined) return [];
      const type = TYPES.find((known) => known === matchType) ?? (regex === true ? '=~' : '=');
      return [{ name: label, value: textOf(value) ?? '', type }];
    }),
  };
}
