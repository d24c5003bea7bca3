import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf, pattern } from '../metrics/labels';
import { gauge, histogram, summary } from '../metrics/metric';
import { notMatching, quoteRegex } from '../promql/matchers';
import { goldenSignals } from '../rules/golden-signals';
import { buckets } from './buckets';
import { listed, METHODS } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

export const micrometerSchema = z.strictObject({
  uris: z.array(z.string()).optional().describe('Values of the label `uri`. Absent: any 100.'),
  buckets: buckets
    .optional()
    .describe(
      'Buckets in seconds: those of `management.metrics.distribution.slo.http.server.requests` in Spring, or of `serviceLevelObjectives` in a MeterFilter in Quarkus. Absent: the timer has none, and the service no objective for latency.',
    ),
  excluded: z
    .array(z.string())
    .default(['/actuator.*'])
    .describe('Regular expressions of URIs that do not count towards objectives.'),
  ...promiseFields,
});

/** What Spring and Quarkus write in `uri` for requests that no handler answers: they are fast, and of any number. */
const UNROUTED = ['UNKNOWN', 'NOT_FOUND', 'REDIRECTION', 'root', '/**'];

/**
 * A Spring Boot 3 or Quarkus service with Micrometer's Prometheus registry: the timer `http.server.requests`. The page of
 * Quarkus is at `/q/metrics`.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'orders',
 *   team: 'orders',
 *   scrape: podMonitor({ selector: { app: 'orders' }, port: 'management', path: '/actuator/prometheus' }),
 *   workload: 'external',
 *   ...micrometer({ buckets: [0.1, 0.25, 1] }),
 * });
 */
export function micrometer(options: z.input<typeof micrometerSchema> = {}) {
  const given = parseInput(micrometerSchema, 'micrometer', options);
  const name = 'http_server_requests_seconds';
  const described = {
    help: '',
    unit: 'seconds',
    labels: {
      // Quarkus has neither.
      error: pattern(/.*/, { atMost: 20 }),
      exception: pattern(/.*/, { atMost: 20 }),
      method: oneOf(...METHODS, 'UNKNOWN'),
      outcome: oneOf('INFORMATIONAL', 'SUCCESS', 'REDIRECTION', 'CLIENT_ERROR', 'SERVER_ERROR', 'UNKNOWN'),
      // A client of Quarkus that closes the connection has RESET.
      status: pattern(/\d{3}|UNKNOWN|RESET/, { atMost: 20 }),
      uri: listed(given.uris === undefined ? undefined : [...new Set([...given.uris, ...UNROUTED])], 100),
    },
  } as const;
  const timer =
    given.buckets === undefined
      ? summary(name, described)
      : histogram(name, { ...described, buckets: given.buckets });
  const metrics = contract({
    requests: timer,
    slowest: gauge('http_server_requests_seconds_max', described),
  });
  const errors = { outcome: 'SERVER_ERROR' } as const;
  const ignored = [...given.excluded, ...UNROUTED.map(quoteRegex)];
  const durations = timer.kind === 'histogram' ? timer : undefined;
  return {
    metrics,
    signals: goldenSignals({
      requests: timer,
      errors,
      ...(durations === undefined ? {} : { latency: durations }),
    }),
    slos: objectivesOf(
      {
        requests: timer,
        errors,
        counted: { uri: notMatching(ignored.join('|')) },
        ...(durations && { durations }),
      },
      given,
    ),
  } satisfies Preset;
}
