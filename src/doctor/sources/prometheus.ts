import { parse } from 'yaml';
import * as z from 'zod';
import { jsonOf } from '../../findings/fields';
import { InvalidInput } from '../../findings/invalid-input';
import { listOf, mapOf, textOf } from '../../kubernetes/object';
import { tryMilliseconds } from '../../promql/window';
import { AnswerTooLarge, authorizedGet } from './authorized-get';
import { ACCESS_VARIABLES, prometheusAccess, type PrometheusAccess } from './prometheus-access';
import type { LiveFacts, LiveJob, LiveRule, LiveTarget } from '../live/live-facts';

const labels = z.record(z.string(), z.string());

const targetsResponse = z.object({
  activeTargets: z.array(
    z.object({
      scrapePool: z.string(),
      scrapeUrl: z.string(),
      health: z.enum(['up', 'down', 'unknown']),
      lastError: z.string(),
      lastScrape: z.string(),
      labels,
      discoveredLabels: labels,
    }),
  ),
  // Left out by servers that do not keep them.
  droppedTargets: z
    .array(z.object({ scrapePool: z.string().optional(), discoveredLabels: labels }))
    .nullish()
    .transform((dropped) => dropped ?? []),
});

const rulesResponse = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['recording', 'alerting']),
          health: z.string(),
          lastError: z.string().optional(),
          query: z.string(),
        }),
      ),
    }),
  ),
});

const configResponse = z.object({ yaml: z.string() });
const runtimeResponse = z.object({ startTime: z.string() });
const scalarResponse = z.object({ result: z.tuple([z.number(), z.string()]) });
const vectorResponse = z.object({
  result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })),
});

/** Timeout of one request, in milliseconds. */
const TIMEOUT = 10_000;

/** Metric names in one query, to limit the length of the URL. */
const NAMES_AT_ONCE = 50;

/**
 * Queries a running Prometheus, 2.42 or newer, or a compatible API.
 * @param metrics names of the series that rules read, whose series are counted
 * @param access credentials and TLS @default the credentials in the address
 * @throws InvalidInput if it does not respond, or is not a Prometheus
 */
export async function askPrometheus(
  url: string,
  metrics: readonly string[] = [],
  access: PrometheusAccess = prometheusAccess(url, undefined, {}),
): Promise<LiveFacts> {
  const api = new Api(url, access);
  const [targets, rules, config, runtime, time] = await Promise.all([
    api.get('targets', targetsResponse),
    api.get('rules', rulesResponse),
    api.get('status/config', configResponse),
    api.get('status/runtimeinfo', runtimeResponse),
    api.get('query?query=time()', scalarResponse),
  ]);
  return {
    url: api.base,
    time: time.result[0],
    startTime: secondsOf(runtime.startTime),
    jobs: jobsIn(api.base, config.yaml),
    targets: targets.activeTargets.map(
      ({ scrapePool, scrapeUrl, lastScrape, discoveredLabels, ...target }): LiveTarget => ({
        ...target,
        pool: scrapePool,
        url: scrapeUrl,
        lastScrape: secondsOf(lastScrape),
        discovered: discoveredLabels,
      }),
    ),
    dropped: targets.droppedTargets.map(({ scrapePool, discoveredLabels }) => ({
      // Before 2.45 the pool is missing, but the job name is among the labels.
      pool: scrapePool ?? discoveredLabels['job'] ?? '',
      discovered: discoveredLabels,
    })),
    rules: rules.groups.flatMap(({ name: group, rules }) =>
      rules.map(({ name, type, health, lastError = '', query }): LiveRule => ({
        group,
        name,
        kind: type === 'recording' ? 'record' : 'alert',
        health: health === 'ok' || health === 'err' ? health : 'unknown',
        lastError,
        expression: query,
      })),
    ),
    series: await seriesOf(api, metrics),
  };
}

async function seriesOf(api: Api, metrics: readonly string[]): Promise<LiveFacts['series']> {
  const series = new Map<string, { labels: Record<string, string>; count: number }[]>();
  const names = [...new Set(metrics)];
  for (let first = 0; first < names.length; first += NAMES_AT_ONCE) {
    const pattern = names.slice(first, first + NAMES_AT_ONCE).join('|');
    const query = `count by (__name__, namespace, job) ({__name__=~"${pattern}"})`;
    // oxlint-disable-next-line no-await-in-loop -- sequential queries spare a production server
    const { result } = await api.get(`query?query=${encodeURIComponent(query)}`, vectorResponse);
    for (const { metric, value } of result) {
      const { __name__: name = '', ...labels } = metric;
      series.set(name, [...(series.get(name) ?? []), { labels, count: Number(value[1]) }]);
    }
  }
  return series;
}

class Api {
  readonly base: string;

  constructor(
    url: string,
    private readonly access: PrometheusAccess,
  ) {
    requireAddress(url);
    this.base = url.replace(/\/+$/, '');
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const address = `${this.base}/api/v1/${path}`;
    let status: number;
    let text: string;
    try {
      ({ status, text } = await authorizedGet(address, this.access, TIMEOUT));
    } catch (error) {
      if (error instanceof AnswerTooLarge)
        throw invalid(this.base, `the response to ${path.split('?')[0]!} is ${error.message}`, undefined);
      throw invalid(this.base, 'no response', reasonOf(error));
    }
    if (status === 401 || status === 403)
      throw new InvalidInput({
        resource: `Prometheus ${this.base}`,
        path: '',
        message:
          this.access.authorization === undefined
            ? 'credentials are required'
            : 'the credentials are rejected',
        found: `HTTP ${status}`,
        fix: `give them with --prometheus-config FILE, or the variables ${Object.values(ACCESS_VARIABLES).join(', ')}`,
      });
    const answer = z.object({ status: z.literal('success'), data: schema }).safeParse(jsonOf(text));
    if (!answer.success)
      throw invalid(
        this.base,
        `the response to ${path.split('?')[0]!} is not that of a Prometheus`,
        `HTTP ${status}: ${text}`,
      );
    return answer.data.data;
  }
}

/** @throws InvalidInput for an invalid URL, which is a typo and not an outage */
export function requireAddress(url: string): void {
  if (!/^https?:\/\/[^\s]+$/.test(url)) throw invalid(url, 'not an http or https URL', url);
}

const invalid = (url: string, message: string, found: unknown): InvalidInput =>
  new InvalidInput({
    resource: `Prometheus ${url}`,
    path: '',
    message,
    found,
    fix: 'use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward',
  });

/** Some errors have a code and no message. */
function reasonOf(error: unknown): string {
  const { message, code, name } = error as NodeJS.ErrnoException;
  return message || code || name;
}

/** Prometheus writes the year 1 for never. */
const secondsOf = (text: string): number => Math.max(0, Date.parse(text) / 1000 || 0);

function yamlOf(url: string, config: string): unknown {
  try {
    // A warning would quote the line, with its credentials.
    return parse(config, { logLevel: 'error' });
  } catch (error) {
    // A trace of the parser would hold the configuration, credentials included.
    throw invalid(url, 'its configuration is not valid YAML', (error as Error).name);
  }
}

const DEFAULT_INTERVAL = '1m';

function jobsIn(url: string, config: string): readonly LiveJob[] {
  const { global, scrape_configs: jobs } = mapOf(yamlOf(url, config));
  const common = textOf(mapOf(global)['scrape_interval']) ?? DEFAULT_INTERVAL;
  return listOf(jobs).map((item) => {
    const job = mapOf(item);
    const interval = textOf(job['scrape_interval']) ?? common;
    return { name: textOf(job['job_name']) ?? '', interval: (tryMilliseconds(interval) ?? 60_000) / 1000 };
  });
}
