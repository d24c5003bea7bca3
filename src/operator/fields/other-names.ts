import { ownValue } from '../../findings/fields';

/** What other tools and kinds call a field, by its letters. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  metricspath: 'path',
  scrapeinterval: 'interval',
  scrapetimeout: 'scrapeTimeout',
  timeout: 'scrapeTimeout',
  relabelconfigs: 'relabelings',
  relabelconfig: 'relabelings',
  relabelingconfigs: 'relabelings',
  metricrelabelconfigs: 'metricRelabelings',
  metricrelabelingconfigs: 'metricRelabelings',
  keepfiringfor: 'keep_firing_for',
  queryoffset: 'query_offset',
  expression: 'expr',
  name: 'port',
  insecure: 'insecureSkipVerify',
  endpoints: 'podMetricsEndpoints',
  podmetricsendpoints: 'endpoints',
  match: 'matchers',
  matchre: 'matchers',
};

export const otherName = (key: string): string | undefined => ownValue(OTHER_NAMES, lettersOf(key));

/** Alike in camelCase, snake_case and kebab-case. */
export const lettersOf = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase();
