import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { pattern, unbounded } from '../metrics/labels';
import { counter, histogram } from '../metrics/metric';
import { matching } from '../promql/matchers';
import { buckets, GO_BUCKETS } from './buckets';
import { listed, optional, statusCode } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

export const ingressNginxSchema = z.strictObject({
  ingress: z.string().min(1).describe('Name of the Ingress.'),
  namespace: z.string().min(1).describe('Its namespace: the label `exported_namespace` of the series.'),
  hosts: z.array(z.string()).optional().describe('Values of the label `host`. Absent: any 50.'),
  buckets: buckets
    .default([...GO_BUCKETS])
    .describe('Buckets in seconds. Absent: the default of `--time-buckets`.'),
  ...promiseFields,
});

/**
 * One Ingress of the ingress-nginx controller, for a service that has no metrics of its own. The series are the
 * controller's: its namespace and job are those of the service, and the Ingress's namespace is `exported_namespace`, as
 * without `honorLabels`.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'shop-web',
 *   namespace: 'ingress-nginx',
 *   team: 'shop',
 *   scrape: existing({ job: 'ingress-nginx-controller-metrics' }),
 *   workload: 'external',
 *   ...ingressNginx({ ingress: 'web', namespace: 'shop' }),
 * });
 */
export function ingressNginx(options: z.input<typeof ingressNginxSchema>) {
  const given = parseInput(ingressNginxSchema, 'ingressNginx', options);
  const any = (atMost: number) => pattern(/.+/, { atMost });
  const ofEveryIngress = unbounded({ because: 'one value for each Ingress of the cluster' });
  const labels = {
    ingress: ofEveryIngress,
    exported_namespace: ofEveryIngress,
    exported_service: ofEveryIngress,
    canary: optional(5),
    host: listed(given.hosts, 50),
    path: any(50),
    method: any(20),
    status: statusCode,
    controller_class: any(2),
    controller_namespace: any(1),
    controller_pod: any(1),
  };
  const metrics = contract({
    requests: counter('nginx_ingress_controller_requests', { help: '', labels }),
    durations: histogram('nginx_ingress_controller_request_duration_seconds', {
      help: '',
      unit: 'seconds',
      labels,
      buckets: given.buckets,
    }),
  });
  const { requests, durations } = metrics;
  return {
    metrics,
    // Golden signals would add up all Ingresses of the controller.
    slos: objectivesOf(
      {
        requests,
        errors: { status: matching('5..') },
        durations,
        counted: { ingress: given.ingress, exported_namespace: given.namespace },
      },
      given,
    ),
  } satisfies Preset;
}
