import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf } from '../metrics/labels';
import { counter, histogram } from '../metrics/metric';
import { matching } from '../promql/matchers';
import { goldenSignals } from '../rules/golden-signals';
import { buckets, PYTHON_BUCKETS } from './buckets';
import { except, listed, METHODS, statusCode } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

export const fastapiSchema = z.strictObject({
  prefix: z
    .string()
    .default('http')
    .describe('Start of both names: `http` of `http_requests_total` and `http_request_duration_seconds`.'),
  endpoints: z.array(z.string()).optional().describe('Values of the label `endpoint`. Absent: any 50.'),
  buckets: buckets
    .default([...PYTHON_BUCKETS])
    .describe('Buckets of the histogram in seconds. Absent: the default of prometheus_client.'),
  excluded: z
    .array(z.string())
    .default([])
    .describe('Endpoints that do not count towards objectives, e.g. `/healthz`.'),
  ...promiseFields,
});

/**
 * A FastAPI or Flask program that counts with prometheus_client: a counter with `method`, `endpoint` and `status`, and a
 * histogram with `method` and `endpoint`.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'task-api',
 *   team: 'tasks',
 *   port: 8000,
 *   workload: 'external',
 *   ...fastapi({ prefix: 'task_api', endpoints: ['/tasks', '/tasks/:id'] }),
 * });
 */
export function fastapi(options: z.input<typeof fastapiSchema> = {}) {
  const given = parseInput(fastapiSchema, 'fastapi', options);
  const labels = { method: oneOf(...METHODS, 'other'), endpoint: listed(given.endpoints, 50) };
  const metrics = contract({
    requests: counter(`${given.prefix}_requests_total`, {
      help: '',
      labels: { ...labels, status: statusCode },
    }),
    durations: histogram(`${given.prefix}_request_duration_seconds`, {
      help: '',
      unit: 'seconds',
      labels,
      buckets: given.buckets,
    }),
  });
  const { requests, durations } = metrics;
  const errors = { status: matching('5..') };
  return {
    metrics,
    signals: goldenSignals({ requests, errors, latency: durations, by: ['endpoint'] }),
    slos: objectivesOf({ requests, errors, durations, counted: except('endpoint', given.excluded) }, given),
  } satisfies Preset;
}
