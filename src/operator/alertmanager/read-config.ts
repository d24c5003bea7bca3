import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import { labelsOf, listOf, mapOf, textOf, textsOf, type Fields } from '../../kubernetes/object';

type Inhibition = NonNullable<AlertmanagerConfig['inhibit_rules']>[number];

/**
 * A configuration of Alertmanager of any author, without the parts that decide nothing about routes. Fields of the wrong
 * type count as absent.
 */
export function readConfig(fields: Fields): AlertmanagerConfig {
  return {
    route: readRoute(mapOf(fields['route'])),
    inhibit_rules: listOf(fields['inhibit_rules']).map((item) => readInhibition(mapOf(item))),
    receivers: listOf(fields['receivers']).map((item) => {
      const receiver = mapOf(item);
      return { ...receiver, name: textOf(receiver['name']) ?? '' };
    }),
    time_intervals: [...listOf(fields['time_intervals']), ...listOf(fields['mute_time_intervals'])],
  };
}

function readRoute(fields: Fields): AlertmanagerRoute {
  const receiver = textOf(fields['receiver']);
  const [wait, interval] = [textOf(fields['group_wait']), textOf(fields['group_interval'])];
  const repeat = textOf(fields['repeat_interval']);
  const { group_by: groupBy } = fields;
  return {
    ...(receiver === undefined ? {} : { receiver }),
    ...(wait === undefined ? {} : { group_wait: wait }),
    ...(interval === undefined ? {} : { group_interval: interval }),
    ...(repeat === undefined ? {} : { repeat_interval: repeat }),
    ...(groupBy === undefined ? {} : { group_by: [...textsOf(groupBy)] }),
    matchers: matchersIn(fields['matchers']),
    match: labelsOf(fields['match']),
    match_re: labelsOf(fields['match_re']),
    continue: fields['continue'] === true,
    mute_time_intervals: [...textsOf(fields['mute_time_intervals'])],
    active_time_intervals: [...textsOf(fields['active_time_intervals'])],
    routes: listOf(fields['routes']).map((item) => readRoute(mapOf(item))),
  };
}

const readInhibition = (fields: Fields): Inhibition => ({
  source_matchers: matchersIn(fields['source_matchers']),
  target_matchers: matchersIn(fields['target_matchers']),
  source_match: labelsOf(fields['source_match']),
  source_match_re: labelsOf(fields['source_match_re']),
  target_match: labelsOf(fields['target_match']),
  target_match_re: labelsOf(fields['target_match_re']),
  equal: [...textsOf(fields['equal'])],
});

const matchersIn = (value: unknown): string[] =>
  (typeof value === 'string' ? [value] : textsOf(value)).flatMap(matchersOf);

/** A comma outside of quotes. */
const SEPARATOR = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/**
 * One text can hold several matchers in braces, and quote the name of a label.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#matcher
 */
export const matchersOf = (text: string): readonly string[] =>
  text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .split(SEPARATOR)
    .map((part) => part.trim().replace(/^"([A-Za-z_:][\w:]*)"/, '$1'))
    .filter((part) => part !== '');
