import { listOf, mapOf, textOf, type KubernetesObject } from './object';

export interface AlertmanagerConfig extends KubernetesObject {
  readonly matchers: readonly RouteMatcher[];
}

export interface RouteMatcher {
  readonly name: string;
  readonly value: string;
  readonly type: '=' | '!=' | '=~' | '!~';
}

export interface WrittenMatcher {
  readonly name: string;
  readonly matchType: RouteMatcher['type'];
  readonly value: string;
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

/** A matcher as Alertmanager's own configuration has it, e.g. `severity =~ "warning|info"`. */
export function parseMatcher(text: string): WrittenMatcher | undefined {
  const [, name, type, quoted, bare] =
    /^\s*"?([A-Za-z_][\w.-]*)"?\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\s*$/.exec(text) ?? [];
  const known = TYPES.find((one) => one === type);
  return name === undefined || known === undefined
    ? undefined
    : { name, matchType: known, value: quoted ?? bare ?? '' };
}
