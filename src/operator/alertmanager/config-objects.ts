import { alertmanagerConfigOf } from '../../kubernetes/alertmanager-config';
import {
  isMap,
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import type { Manifests } from '../../kubernetes/manifests';
import type { PrometheusSettings } from '../settings';
import { globalConfig } from './global-config';
import { alertmanagerLimits } from './limits';
import { quote } from '../../promql/print';

/** What the operator adds to a configuration for an AlertmanagerConfig. */
interface Added {
  readonly route?: Fields;
  readonly receivers: readonly Fields[];
  readonly inhibitions: readonly Fields[];
}

/**
 * The configuration with the routes, receivers and inhibitions of all AlertmanagerConfigs: each becomes a route before
 * those of the configuration, which continues, and which matches alerts of its own namespace unless the strategy is None.
 * @see https://prometheus-operator.dev/docs/developer/alerting/
 */
export function withConfigObjects(
  config: Fields,
  manifests: Manifests,
  settings: Pick<PrometheusSettings, 'alertmanagerMatcherStrategy' | 'values'>,
): Fields {
  const global = globalConfig(manifests, settings)?.object;
  const limits = alertmanagerLimits(manifests, settings);
  // Without an Alertmanager resource, every one counts: the chart selects all.
  const isSelectable = manifests.operator('Alertmanager').length === 0;
  const added = manifests
    .operator('AlertmanagerConfig')
    .filter((object) => object !== global && (isSelectable || limits(object) !== 'unknown'))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map((object) => addedBy(object, limits(object) === 'no' ? undefined : object.namespace));
  if (added.length === 0) return config;
  const route = mapOf(config['route']);
  return {
    ...config,
    route: { ...route, routes: [...added.flatMap((one) => one.route ?? []), ...listOf(route['routes'])] },
    receivers: [...listOf(config['receivers']), ...added.flatMap(({ receivers }) => receivers)],
    inhibit_rules: [...listOf(config['inhibit_rules']), ...added.flatMap(({ inhibitions }) => inhibitions)],
  };
}

/** The configuration that the operator writes from the AlertmanagerConfig that replaces it. */
export function configFrom(object: KubernetesObject): Fields {
  const { route, receivers, inhibitions } = addedBy(object, undefined);
  const { continue: _none, ...root } = mapOf(route);
  return { route: root, receivers, inhibit_rules: inhibitions };
}

const keyOf = ({ namespace, name }: KubernetesObject): string => `${namespace}/${name}`;

function addedBy(object: KubernetesObject, namespace: string | undefined): Added {
  const spec = mapOf(object.fields['spec']);
  const prefix = `${object.namespace}/${object.name}/`;
  const limit = namespace === undefined ? [] : [`namespace=${quote(namespace)}`];
  const { route } = spec;
  return {
    ...(isMap(route) ? { route: { ...routeFields(route, prefix, limit), continue: true } } : {}),
    receivers: listOf(spec['receivers']).map((item) => receiverFields(mapOf(item), prefix)),
    inhibitions: listOf(spec['inhibitRules']).map((item) => {
      const rule = mapOf(item);
      return {
        source_matchers: [...matchersOf(rule['sourceMatch']), ...limit],
        target_matchers: [...matchersOf(rule['targetMatch']), ...limit],
        equal: textsOf(rule['equal']),
      };
    }),
  };
}

function routeFields(route: Fields, prefix: string, limit: readonly string[]): Fields {
  const receiver = textOf(route['receiver']);
  return {
    ...(receiver === undefined || receiver === '' ? {} : { receiver: `${prefix}${receiver}` }),
    ...(route['groupWait'] === undefined ? {} : { group_wait: route['groupWait'] }),
    ...(route['groupInterval'] === undefined ? {} : { group_interval: route['groupInterval'] }),
    ...(route['groupBy'] === undefined ? {} : { group_by: route['groupBy'] }),
    matchers: [...matchersOf(route['matchers']), ...limit],
    continue: route['continue'] === true,
    mute_time_intervals: textsOf(route['muteTimeIntervals']),
    active_time_intervals: textsOf(route['activeTimeIntervals']),
    routes: listOf(route['routes']).map((item) => routeFields(mapOf(item), prefix, [])),
  };
}

/** Matchers as Alertmanager's own configuration has them. */
const matchersOf = (matchers: unknown): readonly string[] =>
  alertmanagerConfigOf({
    fields: { spec: { route: { matchers } } },
  } as unknown as KubernetesObject).matchers.map(({ name, type, value }) => `${name}${type}${quote(value)}`);

/** `pagerdutyConfigs` becomes `pagerduty_configs`; the settings stay as they are. */
const receiverFields = ({ name, ...integrations }: Fields, prefix: string): Fields => ({
  ...Object.fromEntries(
    Object.entries(integrations).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  ),
  name: `${prefix}${textOf(name) ?? ''}`,
});
