import { isMap, labelsOf, listOf, mapOf, textOf, textsOf, type Fields } from '../../kubernetes/object';
import type {
  AlertmanagerConfig,
  AlertmanagerReceiver,
  AlertmanagerRoute,
} from '../../helm-values/values-schema';

/** A configuration of Alertmanager of any author; fields of the wrong type count as absent. */
export const configOfFields = (fields: Fields): AlertmanagerConfig => ({
  route: routeOf(mapOf(fields['route'])),
  receivers: listOf(fields['receivers']).map((item) => mapOf(item) as AlertmanagerReceiver),
  inhibit_rules: listOf(fields['inhibit_rules'])
    .map(mapOf)
    .map((rule) => ({
      ...matchersIn(rule, 'source_matchers', 'source_match', 'source_match_re'),
      ...matchersIn(rule, 'target_matchers', 'target_match', 'target_match_re'),
      equal: [...textsOf(rule['equal'])],
    })),
});

const routeOf = (fields: Fields): AlertmanagerRoute => ({
  ...optional('receiver', textOf(fields['receiver'])),
  ...optional('group_wait', textOf(fields['group_wait'])),
  ...matchersIn(fields, 'matchers', 'match', 'match_re'),
  continue: fields['continue'] === true,
  mute_time_intervals: [...textsOf(fields['mute_time_intervals'])],
  active_time_intervals: [...textsOf(fields['active_time_intervals'])],
  routes: listOf(fields['routes']).map((item) => routeOf(mapOf(item))),
});

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Record<K, V>>);

/** Matchers, and their two deprecated forms. */
const matchersIn = <L extends string, M extends string>(
  fields: Fields,
  list: L,
  ...maps: readonly M[]
): Partial<Record<L, string[]>> & Partial<Record<M, Record<string, string>>> => ({
  ...optional(list, [...textsOf(fields[list])]),
  ...(Object.fromEntries(
    maps.flatMap((name) => (isMap(fields[name]) ? [[name, { ...labelsOf(fields[name]) }]] : [])),
  ) as Partial<Record<M, Record<string, string>>>),
});
