import * as z from 'zod';
import type { QueryRunner, Series } from '../dashboards/page/query-runner';
import { InvalidInput } from '../findings/invalid-input';
import { classicBuckets, histogramSample } from './native-buckets';

const sample = z.tuple([z.number(), z.string()]);

const response = z.union([
  z.object({
    data: z.object({
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()),
          value: sample.optional(),
          values: z.array(sample).optional(),
          histograms: z.array(histogramSample).optional(),
        }),
      ),
    }),
  }),
  z.object({ error: z.string() }),
]);

/** Milliseconds after which a query fails: two minutes, Prometheus' own limit. */
const TIMEOUT = 120_000;

/**
 * Runs queries in a Prometheus over HTTP.
 * @throws InvalidInput when it cannot be reached or rejects a query
 */
export function prometheusQueries(url: string): QueryRunner {
  const run = async (
    endpoint: string,
    parameters: Readonly<Record<string, string | number>>,
  ): Promise<readonly Series[]> => {
    const body = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const answer = response.safeParse(await post(`${url.replace(/\/$/, '')}/api/v1/${endpoint}`, body, url));
    if (!answer.success) throw failed(url, 'the response is not one of the Prometheus API');
    if ('error' in answer.data)
      throw failed(url, `Prometheus rejects the query: ${answer.data.error}`, body.get('query') ?? undefined);
    return answer.data.data.result.flatMap(({ metric, value, values, histograms }): readonly Series[] =>
      histograms === undefined
        ? [{ metric, values: values ?? (value === undefined ? [] : [value]) }]
        : classicBuckets(metric, histograms),
    );
  };
  return {
    range: (query, start, end, step) => run('query_range', { query, start, end, step }),
    instant: (query, time) => run('query', { query, time }),
  };
}

async function post(address: string, body: URLSearchParams, url: string): Promise<unknown> {
  try {
    const answer = await fetch(address, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT) });
    return await answer.json();
  } catch {
    throw failed(url, 'not reachable, or the response is not JSON');
  }
}

const failed = (url: string, message: string, found?: string) =>
  new InvalidInput({
    resource: `Prometheus ${url}`,
    path: '',
    message,
    found,
    fix: 'check the address given with --prometheus',
  });
