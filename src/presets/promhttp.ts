import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf } from '../metrics/labels';
import { counter, histogram } from '../metrics/metric';
import { matching } from '../promql/matchers';
import { goldenSignals } from '../rules/golden-signals';
import { buckets, GO_BUCKETS } from './buckets';
import { except, labelsOf, listed, METHODS, statusCode } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

const LABELS = ['code', 'method', 'handler'] as const;
const labelNames = z.array(z.enum(LABELS)).readonly();

export const promhttpSchema = z.strictObject({
  requests: z.string().default('http_requests_total').describe('Name of the counter.'),
  requestLabels: labelNames.default(['code', 'method']).describe('Labels of the counter.'),
  durations: z.string().default('http_request_duration_seconds').describe('Name of the histogram.'),
  durationLabels: labelNames.default(['code', 'method']).describe('Labels of the histogram.'),
  buckets: buckets
    .default([...GO_BUCKETS])
    .describe('Buckets of the histogram. Absent: `prometheus.DefBuckets`.'),
  handlers: z
    .array(z.string())
    .optional()
    .describe('Values of the label `handler`, where handlers are curried with it. Absent: any 100.'),
  excluded: z
    .array(z.string())
    .default([])
    .describe('Handlers that do not count towards objectives, e.g. `/healthz`.'),
  ...promiseFields,
});

/**
 * A Go program with `promhttp.InstrumentHandlerCounter` and `InstrumentHandlerDuration` of client_golang. The program
 * chooses the names of both metrics.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({ name: 'payments', team: 'pay', port: 8080, workload: 'external', ...promhttp({ availability: 99.95 }) });
 */
export function promhttp(options: z.input<typeof promhttpSchema> = {}) {
  const given = parseInput(promhttpSchema, 'promhttp', options);
  // promhttp writes methods in lower case, and those that it does not know as `unknown`.
  const method = oneOf(...METHODS.map((name) => name.toLowerCase()), 'notify', 'unknown');
  const values = { code: statusCode, method, handler: listed(given.handlers, 100) };
  const only = (names: readonly string[]) =>
    labelsOf({
      code: names.includes('code') ? values.code : undefined,
      method: names.includes('method') ? values.method : undefined,
      handler: names.includes('handler') ? values.handler : undefined,
    });
  const metrics = contract({
    requests: counter(given.requests, { help: '', labels: only(given.requestLabels) }),
    durations: histogram(given.durations, {
      help: '',
      unit: 'seconds',
      labels: only(given.durationLabels),
      buckets: given.buckets,
    }),
  });
  const errors = { code: matching('5..') };
  const by = (['handler'] as const).filter(
    (name) => given.requestLabels.includes(name) && given.durationLabels.includes(name),
  );
  const { requests, durations } = metrics;
  return {
    metrics,
    signals: goldenSignals({ requests, errors, latency: durations, by }),
    slos: objectivesOf({ requests, errors, durations, counted: except('handler', given.excluded) }, given),
  } satisfies Preset;
}
