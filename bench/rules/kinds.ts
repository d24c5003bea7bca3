import { orderApiMetrics } from '../../test/fixtures/stack/order-api-metrics';
import { counter, gauge } from '../../src/metrics/metric';
import { lt, select } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { sloRecords } from '../../src/rules/naming';
import { latencySlo, probeSlo, promqlSlo, ratioSlo, timeSliceSlo, type Slo } from '../../src/slo/slo';
import type { Happening } from './dataset';
import type { ownRecordings } from './designs';

/** An objective, and which of what happens are its events. */
interface MeasuredKind {
  readonly slo: Slo;
  readonly of: readonly Happening[];
}

const jobs = counter('order_api_jobs_total', { help: 'Jobs done' });
const failedJobs = counter('order_api_jobs_failed_total', { help: 'Jobs that failed' });
const queueAge = gauge('order_api_oldest_order_age_seconds', {
  help: 'Age of the oldest order in the queue',
});
const probeSuccess = gauge('probe_success', { help: 'Whether the probe succeeded' });

const usual = { objective: 99, period: '30d' } as const;

/** An objective of every kind but the one whose costs are measured. */
export const kinds: Readonly<Record<Exclude<Slo['kind'], 'availability'>, MeasuredKind>> = {
  latency: {
    slo: latencySlo({
      ...usual,
      name: 'latency',
      durations: orderApiMetrics.requestDuration,
      threshold: 0.25,
    }),
    of: ['durations'],
  },
  ratio: { slo: ratioSlo({ ...usual, name: 'jobs', total: jobs, bad: failedJobs }), of: ['jobs'] },
  timeSlice: {
    slo: timeSliceSlo({ ...usual, name: 'freshness', good: (targets) => lt(select(queueAge, targets), 60) }),
    of: ['minutes'],
  },
  probe: { slo: probeSlo({ ...usual, name: 'reachable', success: probeSuccess }), of: ['probes'] },
  promql: {
    slo: promqlSlo({
      ...usual,
      name: 'answers',
      metrics: { requests: orderApiMetrics.requests, jobs, failedJobs },
      total: 'order_api_requests_total + order_api_jobs_total',
      bad: 'order_api_requests_total{status=~"5.."} + order_api_jobs_failed_total',
    }),
    of: ['requests', 'jobs'],
  },
};

export const PERIOD_RATIO = sloRecords.periodErrorRatio('order-api');

/** The recordings that one of them follows from, and it. */
export function readFor(record: string, recordings: typeof ownRecordings): typeof ownRecordings {
  const needed = new Set([record]);
  // A set visits what is added to it meanwhile.
  for (const name of needed)
    for (const { rule } of recordings)
      if (rule.record === name)
        for (const { rule: other } of recordings)
          if (print(rule.expr.expr).includes(`${other.record}{`)) needed.add(other.record);
  return recordings.filter(({ rule }) => needed.has(rule.record));
}
