import * as z from 'zod';
import { askPrometheus } from '../doctor/sources/prometheus';
import type { LiveFacts } from '../doctor/live/live-facts';
import type { Labels } from '../kubernetes/object';

export interface Observation {
  readonly live: LiveFacts;
  /** Every recorded series, with its value. */
  readonly recorded: readonly RecordedSeries[];
  readonly alerts: readonly ActiveAlert[];
}

export interface RecordedSeries {
  readonly labels: Labels;
  readonly value: number;
}

export interface ActiveAlert {
  readonly labels: Labels;
  readonly state: 'pending' | 'firing';
}

const labels = z.record(z.string(), z.string());

const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })) }),
});

const alerts = z.object({
  data: z.object({ alerts: z.array(z.object({ labels, state: z.enum(['pending', 'firing']) })) }),
});

/**
 * Reads targets, rules, recorded series and alerts of a run from its Prometheus.
 * @param metrics names of metrics whose series are counted
 */
export async function observe(url: string, metrics: readonly string[] = []): Promise<Observation> {
  const [live, recorded, active] = await Promise.all([
    askPrometheus(url, metrics),
    // Only recorded series have colons in their names.
    query(url, '{__name__=~".+:.+"}'),
    get(`${url}/api/v1/alerts`, alerts),
  ]);
  return { live, recorded, alerts: active.data.alerts };
}

/** Instant query. */
export async function query(url: string, promql: string): Promise<readonly RecordedSeries[]> {
  const { data } = await get(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`, vector);
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** Milliseconds that one answer may take. */
const TIMEOUT = 10_000;

async function get<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(body)}`);
  return schema.parse(body);
}
