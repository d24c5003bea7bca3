import { words } from '../../findings/words';
import { parseMatcher } from '../../kubernetes/alertmanager-config';
import { isMap, listOf, mapOf, textOf, type Fields } from '../../kubernetes/object';
import { isPlaceholder } from '../../kubernetes/placeholder';
import { tryMilliseconds } from '../../promql/window';
import { matchersOf } from './read-config';

export interface ConfigProblem {
  /** Below the configuration, e.g. `route.group_by`. */
  readonly path: string;
  readonly message: string;
  readonly found: unknown;
  readonly expected: string;
  readonly fix: string;
}

/** Fields that take a list, wherever they are. */
const LISTS = words(`
  group_by matchers source_matchers target_matchers equal routes receivers inhibit_rules templates
  time_intervals mute_time_intervals active_time_intervals
`);
const isList = (key: string): boolean => LISTS.includes(key) || key.endsWith('_configs');

const FLAGS = words(`
  continue send_resolved require_tls smtp_require_tls follow_redirects insecure_skip_verify
`);
const DURATIONS = ['group_wait', 'group_interval', 'repeat_interval', 'resolve_timeout'];
/** Other addresses, such as `proxy_url` and those of SNS and Pushover, are not parsed, or have other schemes. */
const URLS = /(?:^|\.)(?:(?:webhook|pagerduty)_configs\[\d+\]\.url|webhook_url|\w*api_url|pagerduty_url)$/;

/**
 * What Alertmanager rejects when it loads its configuration, apart from unknown fields.
 * @param fields the parsed configuration
 * @param options.hasDefaults whether the chart completes the root route and its receivers
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export const configProblems = (
  fields: Fields,
  { hasDefaults }: { readonly hasDefaults: boolean },
): readonly ConfigProblem[] => [
  ...problemsBelow(fields, ''),
  ...rootProblems(fields, hasDefaults),
  ...(hasDefaults ? [] : receiverProblems(fields)),
];

function problemsBelow(value: unknown, path: string): readonly ConfigProblem[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => problemsBelow(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (MATCH_MAPS.includes(key)) return matchProblems(inner, at);
    if (key === 'headers' || key === 'details') return [];
    return problemOf(key, inner, at) ?? problemsBelow(inner, at);
  });
}

const MATCH_MAPS = ['', 'source_', 'target_'].flatMap((side) => [`${side}match`, `${side}match_re`]);

/** Labels with their values; a field of the route that is indented too far is none of them. */
const matchProblems = (value: unknown, path: string): readonly ConfigProblem[] =>
  Object.entries(mapOf(value)).flatMap(([key, inner]) =>
    Array.isArray(inner) || isMap(inner)
      ? [
          {
            path: `${path}.${key}`,
            message: `the value of a label is text, but ${key} has a ${Array.isArray(inner) ? 'list' : 'map'}`,
            found: inner,
            expected: isList(key) ? `${key} beside ${path.slice(path.lastIndexOf('.') + 1)}` : 'a text',
            fix: isList(key) ? `move ${key} to ${path.slice(0, path.lastIndexOf('.'))}` : `${key}: "value"`,
          },
        ]
      : [],
  );

function problemOf(key: string, value: unknown, path: string): readonly ConfigProblem[] | undefined {
  if (value === null || value === undefined || isTemplate(value)) return [];
  const problem = (message: string, expected: string, fix: string) => [
    { path, message, found: value, expected, fix },
  ];
  if (isList(key) && !Array.isArray(value))
    return problem('the field takes a list', 'a list', `${key}: ${JSON.stringify([value])}`);
  if (MATCHERS.includes(key) && Array.isArray(value))
    return value.flatMap((item: unknown, index) =>
      typeof item === 'string' && !isTemplate(item) ? matcherProblems(item, `${path}[${index}]`) : [],
    );
  if (FLAGS.includes(key) && typeof value === 'string')
    return problem(
      'the field takes true or false, without quotes',
      'true or false',
      `${key}: ${value === 'true' || value === 'yes'}`,
    );
  if (DURATIONS.includes(key) && typeof value === 'string' && tryMilliseconds(value) === undefined)
    return problem(
      'not a duration',
      'a number with a unit, such as 30s or 5m',
      `${key}: ${meantDuration(value)}`,
    );
  if (DURATIONS.includes(key) && typeof value === 'number' && value !== 0)
    return problem('a duration has a unit', 'a number with a unit, such as 30s or 5m', `${key}: ${value}s`);
  if (
    URLS.test(path) &&
    !path.includes('sns_configs[') &&
    typeof value === 'string' &&
    !/^<.*>$/.test(value) &&
    !isUrl(value)
  )
    return problem(
      'the address has no http:// or https:// and host',
      'http:// or https:// and a host',
      HOST.test(bare(value))
        ? `${key}: https://${bare(value)}`
        : `write ${key} as a whole address, such as https://example.com/path`,
    );
  return undefined;
}

const MATCHERS = ['matchers', 'source_matchers', 'target_matchers'];

/** A comma begins another matcher, also where it was meant to list values. */
function matcherProblems(text: string, path: string): readonly ConfigProblem[] {
  const matchers = matchersOf(text);
  const hasNoOperator = (part: string): boolean => !/[=~]/.test(part);
  const invalid = matchers.find(hasNoOperator);
  if (invalid === undefined) return [];
  const [first = '', ...more] = matchers;
  const matcher = parseMatcher(first);
  const values = [matcher?.value, ...more];
  return [
    {
      path,
      message: `invalid matcher ${JSON.stringify(invalid)}: it has no operator${more.length > 0 ? ', and a comma begins another matcher' : ''}`,
      found: text,
      expected: 'a label, an operator and a value',
      fix:
        matcher !== undefined && more.every(hasNoOperator)
          ? `- ${JSON.stringify(`${matcher.name}${matcher.matchType.startsWith('!') ? '!~' : '=~'}"${values.join('|')}"`)}`
          : 'write each matcher as <label>="<value>"',
    },
  ];
}

/** Templates of notifications are read later, and so is what vals and sops decrypt. */
const isTemplate = (value: unknown): boolean =>
  isPlaceholder(value) || (typeof value === 'string' && /^ref\+|^ENC\[/.test(value));

const isUrl = (value: string): boolean =>
  URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);

/** A name with a dot, or a host with a port. */
const HOST = /^[\w-]+(\.[\w-]+)+|^[\w-]+:\d+/;

const bare = (value: string): string =>
  value.replace(/^\w*:?\/*/, (start) => (/\/$|:$/.test(start) ? '' : start));

const meantDuration = (value: string): string => {
  const [, number, unit] = /^\s*(\d+)\s*([a-zA-Z]*)/.exec(value) ?? [];
  return number === undefined ? '5m' : `${number}${unit?.charAt(0).toLowerCase() || 's'}`;
};

/** The root route takes every alert. */
function rootProblems(fields: Fields, hasDefaults: boolean): readonly ConfigProblem[] {
  const { route } = fields;
  if (!isMap(route))
    return hasDefaults || route !== undefined
      ? []
      : [
          {
            path: 'route',
            message: 'the configuration has no route',
            found: undefined,
            expected: 'a route with the default receiver',
            fix: `route: ${JSON.stringify({ receiver: namesOf(fields)[0] ?? 'default' })}`,
          },
        ];
  const matching = ['matchers', 'match', 'match_re'].filter((key) => isFilled(route[key]));
  return [
    ...(hasDefaults || textOf(route['receiver'])
      ? []
      : [
          {
            path: 'route.receiver',
            message: 'the root route has no receiver',
            found: route['receiver'],
            expected: 'the default receiver',
            fix: `receiver: ${namesOf(fields)[0] ?? 'default'}`,
          },
        ]),
    ...matching.map((key) => ({
      path: `route.${key}`,
      message: 'the root route takes every alert and has no matchers',
      found: route[key],
      expected: 'matchers on a route below route.routes',
      fix: `move ${key} to a route below route.routes`,
    })),
  ];
}

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : isMap(value) && Object.keys(value).length > 0;

const namesOf = (fields: Fields): readonly string[] =>
  listOf(fields['receivers']).flatMap((item) => textOf(mapOf(item)['name']) ?? []);

function receiverProblems(fields: Fields): readonly ConfigProblem[] {
  const names = namesOf(fields);
  return routesIn(fields['route'], 'route').flatMap(([path, { receiver }]) => {
    const name = textOf(receiver);
    return !name || names.includes(name) || isTemplate(name)
      ? []
      : [
          {
            path: `${path}.receiver`,
            message: 'no receiver has this name',
            found: name,
            expected: names.length === 0 ? 'a receiver of the list receivers' : `one of ${names.join(', ')}`,
            fix: names.length === 1 ? `receiver: ${names[0]}` : `define receiver ${name} under receivers`,
          },
        ];
  });
}

function routesIn(value: unknown, path: string): readonly (readonly [string, Fields])[] {
  if (!isMap(value)) return [];
  return [
    [path, value],
    ...listOf(value['routes']).flatMap((item, index) => routesIn(item, `${path}.routes[${index}]`)),
  ];
}
