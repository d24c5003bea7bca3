import { isMap, listOf, mapOf, textOf, textsOf, type Fields } from '../kubernetes/object';
import {
  meantBy,
  unknownField,
  unreachableTargets,
  type ScrapeConfigProblem,
} from './additional-scrape-configs';

type Problems = readonly ScrapeConfigProblem[];

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
const TOP: readonly string[] = [
  ...['global', 'runtime', 'alerting', 'rule_files', 'scrape_config_files', 'scrape_configs'],
  ...['storage', 'tracing', 'remote_write', 'remote_read', 'otlp'],
];
const GLOBAL: readonly string[] = [
  ...['scrape_interval', 'scrape_timeout', 'evaluation_interval', 'external_labels', 'query_log_file'],
  ...['rule_query_offset', 'scrape_protocols', 'body_size_limit', 'sample_limit', 'scrape_failure_log_file'],
];

/** What is wrong with a prometheus.yml beside its scrape configurations. */
export const fileProblems = (file: Fields): Problems => [
  ...misspelt(file, TOP, ''),
  ...misspelt(mapOf(file['global']), GLOBAL, 'global.'),
  ...['rule_files', 'scrape_configs'].flatMap((key) => noList(key, file[key])),
  ...listOf(mapOf(file['alerting'])['alertmanagers']).flatMap((item, index) =>
    unreachableTargets(mapOf(item), `alerting.alertmanagers[${index}]`, 'path_prefix'),
  ),
];

/** Fields of newer versions are unknown here, so only a name that is nearly a known one is reported. */
const misspelt = (fields: Fields, known: readonly string[], above: string): Problems =>
  Object.keys(fields).flatMap((key) => {
    const meant = known.includes(key) ? undefined : meantBy(key, known);
    return meant === undefined || meant in fields ? [] : [unknownField(`${above}${key}`, key, meant, known)];
  });

function noList(key: string, value: unknown): Problems {
  if (value === undefined || value === null || Array.isArray(value)) return [];
  const text = textOf(value)?.trim();
  const items = text?.startsWith('-') ? text.split(/(?:^|\s+)-\s*/).filter((item) => item !== '') : [text];
  return [
    {
      path: key,
      message: `${key} is a ${isMap(value) ? 'map' : 'text'}, not a list, so Prometheus rejects its whole configuration`,
      found: value,
      expected: 'a list, with a dash and a space before each entry',
      fix:
        text === undefined
          ? `write a dash before each entry of ${key}`
          : `${key}: ${JSON.stringify(textsOf(items))}`,
    },
  ];
}
