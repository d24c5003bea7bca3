import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf, pattern, type LabelValues } from '../metrics/labels';
import { histogram } from '../metrics/metric';
import { matching } from '../promql/matchers';
import { goldenSignals } from '../rules/golden-signals';
import { buckets, OTEL_DEFAULT, PYTHON_BUCKETS } from './buckets';
import { except, optional, statusCode } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

/** How the attributes are called: since version 1.23 of the semantic conventions, and before. */
const CONVENTIONS = {
  stable: {
    name: 'http_server_request_duration_seconds',
    unit: 'seconds',
    buckets: PYTHON_BUCKETS,
    route: 'http_route',
    status: 'http_response_status_code',
    method: 'http_request_method',
    others: ['url_scheme', 'network_protocol_name', 'network_protocol_version', 'error_type'],
  },
  old: {
    name: 'http_server_duration_milliseconds',
    unit: undefined,
    buckets: OTEL_DEFAULT,
    route: 'http_route',
    status: 'http_status_code',
    method: 'http_method',
    others: [
      'http_scheme',
      'http_flavor',
      'net_host_name',
      'net_host_port',
      'net_protocol_name',
      'net_protocol_version',
    ],
  },
} as const;

/** Labels of the library that measures, which exporters add. */
const SCOPE = ['otel_scope_name', 'otel_scope_version', 'otel_scope_schema_url'] as const;

export const otelHttpServerSchema = z.strictObject({
  conventions: z
    .enum(['stable', 'old'])
    .default('stable')
    .describe(
      '`stable`: `http.server.request.duration` in seconds. `old`: `http.server.duration` in milliseconds, of SDKs before 2024.',
    ),
  name: z
    .string()
    .optional()
    .describe(
      'Name of the histogram where the exporter leaves the unit out: that of Node.js writes `http_server_request_duration`. Absent: the name with its unit.',
    ),
  buckets: buckets
    .optional()
    .describe(
      "Buckets in the metric's unit. Absent: those that the conventions advise, or the SDK's default.",
    ),
  routes: z.array(z.string()).optional().describe('Values of the label `http_route`. Absent: any 100.'),
  excluded: z
    .array(z.string())
    .default([])
    .describe('Routes that do not count towards objectives, e.g. `/healthz`.'),
  ...promiseFields,
});

/**
 * An HTTP server with an instrumentation of OpenTelemetry, exported to Prometheus in names with underscores.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'checkout',
 *   team: 'shop',
 *   scrape: existing({ job: 'shop/checkout' }),
 *   workload: 'external',
 *   ...otelHttpServer({ routes: ['/checkout', '/cart/{id}'] }),
 * });
 */
export function otelHttpServer(options: z.input<typeof otelHttpServerSchema> = {}) {
  const given = parseInput(otelHttpServerSchema, 'otelHttpServer', options);
  const names = CONVENTIONS[given.conventions];
  const labels: Readonly<Record<string, LabelValues>> = {
    [names.method]: pattern(/[A-Z]+|_OTHER/, { atMost: 10 }),
    [names.status]: statusCode,
    [names.route]: given.routes === undefined ? optional(100) : oneOf(...given.routes),
    ...Object.fromEntries([...names.others, ...SCOPE].map((name) => [name, optional(10)])),
  };
  const metrics = contract({
    requests: histogram(given.name ?? names.name, {
      help: '',
      ...(names.unit === undefined ? {} : { unit: names.unit }),
      labels,
      buckets: given.buckets ?? names.buckets,
    }),
  });
  const { requests } = metrics;
  const errors = { [names.status]: matching('5..') };
  return {
    metrics,
    signals: goldenSignals({ requests, errors, latency: requests, by: [names.route] }),
    slos: objectivesOf(
      { requests, errors, durations: requests, counted: except(names.route, given.excluded) },
      given,
    ),
  } satisfies Preset;
}
