import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { gauge } from '../metrics/metric';
import { div, le, lt, select, sub, time, type InstantVector } from '../promql/build';
import type { AlertRow } from '../rules/alert';
import { targetsOf } from '../rules/scope';
import { probeSlo, timeSliceSlo, type Slo } from '../slo/slo';
import type { Preset } from './preset';
import { promiseFields } from './promises';

const DAY = 86_400;

const above0 = (unit: string) =>
  z
    .number(mistake('not a number', `give a number of ${unit}`))
    .gt(0, mistake('not above 0', `give a number of ${unit}`));

export const blackboxProbeSchema = z.strictObject({
  certificateDays: z
    .union([z.literal('off'), above0('days')])
    .default(21)
    .describe(
      'Days before the first certificate of a chain expires on which a ticket is opened, or `off` for probes without TLS.',
    ),
  availability: promiseFields.availability.describe(
    'Percentage of probes that succeed, or `off` for no such objective.',
  ),
  latency: z
    .union([
      z.literal('off'),
      z.strictObject({
        objective: z
          .number(mistake('not a number', 'write 99 for 99 %'))
          .default(99)
          .describe('Percentage of minutes in which every probe is fast enough.'),
        threshold: above0('seconds')
          .default(1)
          .describe('Longest duration of a probe that is fast enough, in seconds.'),
      }),
    ])
    .prefault({})
    .describe('Objective for the duration of probes, or `off`. A probe that fails is not fast enough.'),
  period: promiseFields.period,
});

/**
 * A service that the blackbox exporter probes: whether probes succeed, how long they take, and how long certificates are
 * valid.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'storefront',
 *   team: 'web',
 *   workload: 'external',
 *   scrape: probe({
 *     prober: { url: 'blackbox-exporter.monitoring:9115' },
 *     targets: ['https://shop.example.com/health'],
 *   }),
 *   ...blackboxProbe({ certificateDays: 30 }),
 * });
 */
export function blackboxProbe(options: z.input<typeof blackboxProbeSchema> = {}) {
  const given = parseInput(blackboxProbeSchema, 'blackboxProbe', options);
  const { availability, latency, period, certificateDays } = given;
  const success = gauge('probe_success', { help: '' });
  const duration = gauge('probe_duration_seconds', { help: '', unit: 'seconds' });
  const certificateExpiry = gauge('probe_ssl_earliest_cert_expiry', { help: '' });
  const slos: Slo[] = [];
  if (availability !== 'off')
    slos.push(probeSlo({ name: 'availability', objective: availability, period, success }));
  if (latency !== 'off')
    slos.push(
      timeSliceSlo({
        name: 'latency',
        objective: latency.objective,
        period,
        // A connection that is refused fails at once: divided by 0, it takes forever.
        good: (targets) => le(div(select(duration, targets), select(success, targets)), latency.threshold),
      }),
    );
  const expiring: AlertRow = {
    symptom: 'CertificateExpiring',
    severity: 'warning',
    for: '15m',
    summary: 'A certificate of %s expires soon.',
    description: 'A certificate of {{ $labels.instance }} of %s expires in {{ $value | humanizeDuration }}.',
    expr: (service) => {
      const expiry: InstantVector = select(certificateExpiry, targetsOf(service));
      return lt(sub(expiry, time()), Number(certificateDays) * DAY);
    },
  };
  return {
    metrics: contract({ success, duration, ...(certificateDays === 'off' ? {} : { certificateExpiry }) }),
    slos,
    alerts: certificateDays === 'off' ? [] : [expiring],
  } satisfies Preset;
}
