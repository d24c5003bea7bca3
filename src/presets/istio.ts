import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf, pattern, unbounded } from '../metrics/labels';
import { counter, histogram } from '../metrics/metric';
import { matching } from '../promql/matchers';
import { buckets, ISTIO_MILLISECONDS } from './buckets';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

export const istioSchema = z.strictObject({
  workload: z
    .string()
    .min(1)
    .describe('Name of the workload that answers: the label `destination_workload`.'),
  namespace: z.string().min(1).describe('Its namespace: the label `destination_workload_namespace`.'),
  reporter: z
    .enum(['destination', 'source', 'waypoint'])
    .default('destination')
    .describe(
      'Which proxies count: `destination`, those beside the workload; `source`, those beside its clients, which also see what never arrives; `waypoint`, in ambient mode.',
    ),
  buckets: buckets.default([...ISTIO_MILLISECONDS]).describe("Buckets in milliseconds. Absent: Envoy's."),
  ...promiseFields,
});

/**
 * One workload of an Istio mesh, for a service that has no metrics of its own. The series are those of the proxies: give
 * their job with `scrape`.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'reviews',
 *   namespace: 'shop',
 *   team: 'shop',
 *   scrape: existing({ job: 'istio-system/envoy-stats-monitor' }),
 *   workload: 'external',
 *   ...istio({ workload: 'reviews-v1', namespace: 'shop' }),
 * });
 */
export function istio(options: z.input<typeof istioSchema>) {
  const given = parseInput(istioSchema, 'istio', options);
  const peers = unbounded({ because: 'one value for each pair of workloads that talk to each other' });
  const labels = {
    reporter: oneOf('destination', 'source', 'waypoint'),
    source_workload: peers,
    source_workload_namespace: peers,
    destination_workload: peers,
    destination_workload_namespace: peers,
    destination_service: peers,
    destination_service_name: peers,
    destination_service_namespace: peers,
    request_protocol: oneOf('http', 'grpc', 'tcp', 'unknown'),
    response_code: pattern(/\d{1,3}/, { atMost: 20 }),
    response_flags: pattern(/.+/, { atMost: 20 }),
    grpc_response_status: pattern(/\d{1,2}/, { atMost: 17 }),
    connection_security_policy: oneOf('mutual_tls', 'none', 'unknown'),
  };
  const metrics = contract({
    requests: counter('istio_requests_total', { help: '', labels }),
    durations: histogram('istio_request_duration_milliseconds', { help: '', labels, buckets: given.buckets }),
  });
  const { requests, durations } = metrics;
  return {
    metrics,
    // Golden signals would add up every workload of the job.
    slos: objectivesOf(
      {
        requests,
        // 0 is a client that hung up.
        errors: { response_code: matching('5..') },
        durations,
        counted: {
          reporter: given.reporter,
          destination_workload: given.workload,
          destination_workload_namespace: given.namespace,
        },
      },
      given,
    ),
  } satisfies Preset;
}
