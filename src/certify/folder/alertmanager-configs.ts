import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import {
  isMap,
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import { quote } from '../../promql/print';

/**
 * Adds AlertmanagerConfigs to a configuration as the operator does: their routes come first, and the others follow.
 * @param isLimited whether routes match alerts of the namespace of the object only
 * @see https://prometheus-operator.dev/docs/developer/alerting/#managing-alertmanager-configuration
 */
export function withConfigs(
  base: AlertmanagerConfig,
  objects: readonly KubernetesObject[],
  isLimited: (object: KubernetesObject) => boolean,
): AlertmanagerConfig {
  if (objects.length === 0) return base;
  const parts = objects.map((object) => partOf(object, isLimited(object)));
  const { routes = [] } = base.route ?? {};
  return {
    ...base,
    route: { ...base.route, routes: [...parts.flatMap(({ route }) => route), ...routes] },
    receivers: [...(base.receivers ?? []), ...parts.flatMap(({ receivers }) => receivers)],
    inhibit_rules: [...(base.inhibit_rules ?? []), ...parts.flatMap(({ inhibitions }) => inhibitions)],
  };
}

interface Part {
  readonly route: readonly AlertmanagerRoute[];
  readonly receivers: NonNullable<AlertmanagerConfig['receivers']>;
  readonly inhibitions: NonNullable<AlertmanagerConfig['inhibit_rules']>;
}

function partOf(object: KubernetesObject, limited: boolean): Part {
  const spec = mapOf(object.fields['spec']);
  const { route } = spec;
  const own = limited ? [`namespace=${quote(object.namespace)}`] : [];
  const nameOfReceiver = (name: string) => `${object.namespace}/${object.name}/${name}`;
  return {
    route: isMap(route) ? [{ ...routeOf(route, nameOfReceiver, own), continue: true }] : [],
    receivers: listOf(spec['receivers']).map((item) => {
      const receiver = mapOf(item);
      return { ...receiver, name: nameOfReceiver(textOf(receiver['name']) ?? '') };
    }),
    inhibitions: listOf(spec['inhibitRules']).map((item) => {
      const rule = mapOf(item);
      return {
        source_matchers: [...own, ...matcherTexts(rule['sourceMatch'])],
        target_matchers: [...own, ...matcherTexts(rule['targetMatch'])],
        equal: [...textsOf(rule['equal'])],
      };
    }),
  };
}

function routeOf(
  fields: Fields,
  nameOfReceiver: (name: string) => string,
  own: readonly string[],
): AlertmanagerRoute {
  const receiver = textOf(fields['receiver']);
  const wait = textOf(fields['groupWait']);
  return {
    ...(receiver ? { receiver: nameOfReceiver(receiver) } : {}),
    ...(wait === undefined ? {} : { group_wait: wait }),
    matchers: [...own, ...matcherTexts(fields['matchers'])],
    continue: fields['continue'] === true,
    routes: listOf(fields['routes']).map((item) => routeOf(mapOf(item), nameOfReceiver, [])),
  };
}

const matcherTexts = (value: unknown): string[] =>
  listOf(value).flatMap((item) => {
    const { name, value: wanted, matchType, regex } = mapOf(item);
    const label = textOf(name);
    if (label === undefined) return [];
    return [`${label}${textOf(matchType) ?? (regex === true ? '=~' : '=')}${quote(textOf(wanted) ?? '')}`];
  });
