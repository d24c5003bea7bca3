import { parseMatcher } from '../../../kubernetes/alertmanager-config';
import type { Manifests } from '../../../kubernetes/manifests';
import {
  isMap,
  labelsOf,
  listOf,
  mapOf,
  textOf,
  type Fields,
  type KubernetesObject,
} from '../../../kubernetes/object';
import { tryYaml } from '../../../kubernetes/yaml/kubectl-yaml';
import { configText } from '../../../operator/alertmanager/config-secret';
import type { PrometheusSettings } from '../../../operator/settings';
import type { Matcher } from '../../../promql/expr';
import type { Subject } from '../../check';
import { aboutValues } from './given-values';

/** Routes and receivers of an AlertmanagerConfig, of Helm values, or of the Secret with the configuration. */
export interface AlertRouting {
  readonly about: Subject;
  /** The AlertmanagerConfig. @default the configuration of Alertmanager itself */
  readonly config?: KubernetesObject;
  readonly receivers: readonly { readonly name: string; readonly path: string; readonly fields: Fields }[];
  readonly routes: readonly AlertRoute[];
  /** Matchers of the sources and targets of inhibitions. */
  readonly inhibitions: readonly RouteMatcher[];
}

export interface AlertRoute {
  readonly path: string;
  readonly receiver?: string;
  readonly matchers: readonly RouteMatcher[];
  readonly fields: Fields;
  readonly parent?: AlertRoute;
}

/** One matcher with its path, and how its value is written there. */
export interface RouteMatcher extends Matcher {
  readonly path: string;
  readonly write: (value: string) => string;
  /** How a matcher for another label is written in its place. */
  readonly writeFor: (label: string, value: string) => string;
}

export const alertRoutings = (
  manifests: Manifests,
  prometheus: PrometheusSettings,
): readonly AlertRouting[] => [
  ...manifests
    .operator('AlertmanagerConfig')
    .map((object) => ({ ...routing({ object }, 'spec', mapOf(object.fields['spec'])), config: object })),
  ...manifests.kind('Secret').flatMap(ofSecret),
  ...ofValues(prometheus),
];

function ofValues(prometheus: PrometheusSettings): readonly AlertRouting[] {
  const given = aboutValues(prometheus);
  const config = mapOf(mapOf(mapOf(given?.values)['alertmanager'])['config']);
  return given === undefined ? [] : [routing(given.about, 'alertmanager.config', config)];
}

/** The configuration of Alertmanager, as the operator and kube-prometheus store it. */
function ofSecret(object: KubernetesObject): readonly AlertRouting[] {
  const config = configText(object);
  const fields = config && tryYaml(config.text);
  return config === undefined || fields === undefined
    ? []
    : [routing({ object }, config.path, mapOf(fields))];
}

function routing(about: Subject, path: string, fields: Fields): AlertRouting {
  return {
    about,
    receivers: listOf(fields['receivers']).flatMap((item, index) => {
      const receiver = mapOf(item);
      const name = textOf(receiver['name']);
      return name === undefined ? [] : [{ name, path: `${path}.receivers[${index}].name`, fields: receiver }];
    }),
    routes: isMap(fields['route']) ? routesIn(fields['route'], `${path}.route`) : [],
    inhibitions: ['inhibitRules', 'inhibit_rules'].flatMap((key) =>
      listOf(fields[key]).flatMap((item, index) => inhibitionIn(mapOf(item), `${path}.${key}[${index}]`)),
    ),
  };
}

function routesIn(fields: Fields, path: string, parent?: AlertRoute): readonly AlertRoute[] {
  const receiver = textOf(fields['receiver']);
  const route: AlertRoute = {
    path,
    fields,
    matchers: matchersOf(fields, path),
    ...(receiver ? { receiver } : {}),
    ...(parent === undefined ? {} : { parent }),
  };
  return [
    route,
    ...listOf(fields['routes']).flatMap((item, index) =>
      routesIn(mapOf(item), `${path}.routes[${index}]`, route),
    ),
  ];
}

/** AlertmanagerConfigs have lists of maps; Alertmanager has lists of texts, and older fields. */
const inhibitionIn = (fields: Fields, path: string): readonly RouteMatcher[] => [
  ...['sourceMatch', 'targetMatch', 'source_matchers', 'target_matchers'].flatMap((key) =>
    matcherList(fields[key], `${path}.${key}`),
  ),
  ...['source_match', 'target_match'].flatMap((key) => [
    ...ofMap(fields[key], `${path}.${key}`, '='),
    ...ofMap(fields[`${key}_re`], `${path}.${key}_re`, '=~'),
  ]),
];

/** Matchers as maps, as texts, and in the older fields match and match_re. Those that are invalid are left out. */
const matchersOf = (fields: Fields, path: string): readonly RouteMatcher[] => [
  ...matcherList(fields['matchers'], `${path}.matchers`),
  ...ofMap(fields['match'], `${path}.match`, '='),
  ...ofMap(fields['match_re'], `${path}.match_re`, '=~'),
];

export const matcherList = (list: unknown, path: string): readonly RouteMatcher[] =>
  listOf(list).flatMap((item, index): readonly RouteMatcher[] => {
    const at = `${path}[${index}]`;
    if (typeof item === 'string') {
      const { name, matchType, value } = parseMatcher(item) ?? {};
      if (name === undefined || matchType === undefined || value === undefined) return [];
      const writeFor = (label: string, other: string) =>
        `- ${JSON.stringify(`${label}${matchType}"${other}"`)}`;
      const write = (other: string) => writeFor(name, other);
      return [{ path: at, label: name, operator: matchType, value, write, writeFor }];
    }
    const { name, value, matchType, regex } = mapOf(item);
    const label = textOf(name);
    const operator =
      TYPES.find((known) => known === matchType) ?? (regex === true ? ('=~' as const) : ('=' as const));
    if (!label) return [];
    const writeFor = (other: string, meant: string) => `${field('name')(other)}\n${field('value')(meant)}`;
    return [
      { path: `${at}.value`, label, operator, value: textOf(value) ?? '', write: field('value'), writeFor },
    ];
  });

const TYPES = ['=', '!=', '=~', '!~'] as const;

const ofMap = (map: unknown, path: string, operator: Matcher['operator']): readonly RouteMatcher[] =>
  Object.entries(labelsOf(map)).map(([label, value]) => ({
    path: `${path}.${label}`,
    label,
    operator,
    value,
    write: field(label),
    writeFor: (other, meant) => `${field(other)(meant)} instead of ${label}`,
  }));

const field =
  (name: string) =>
  (value: string): string =>
    `${name}: ${/^[\w-]+$/.test(value) && Number.isNaN(Number(value)) ? value : JSON.stringify(value)}`;
