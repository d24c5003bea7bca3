import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { oneOf } from '../metrics/labels';
import { counter, histogram } from '../metrics/metric';
import { anyOf } from '../promql/matchers';
import { goldenSignals } from '../rules/golden-signals';
import { buckets } from './buckets';
import { except, listed } from './labels';
import type { Preset } from './preset';
import { objectivesOf, promiseFields } from './promises';

/** The status codes of gRPC, as Go prints them. */
const CODES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

/** Codes for which OpenTelemetry's semantic conventions call the server's span an error. */
const SERVER_ERRORS = [
  'Unknown',
  'DeadlineExceeded',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
] as const;

export const grpcServerSchema = z.strictObject({
  methods: z.array(z.string()).optional().describe('Values of the label `grpc_method`. Absent: any 50.'),
  services: z.array(z.string()).optional().describe('Values of the label `grpc_service`. Absent: any 10.'),
  errors: z
    .array(z.enum(CODES))
    .min(1)
    .default([...SERVER_ERRORS])
    .describe('Codes that are failures of the server.'),
  buckets: buckets
    .optional()
    .describe(
      'Buckets in seconds of `grpc_server_handling_seconds`, which programs enable themselves (`EnableHandlingTimeHistogram`, `WithServerHandlingTimeHistogram`). Absent: no histogram and no objective for latency.',
    ),
  excluded: z
    .array(z.string())
    .default([])
    .describe('Methods that do not count towards objectives, e.g. `Check` of health checks.'),
  ...promiseFields,
});

/**
 * A gRPC server with go-grpc-middleware's Prometheus provider, or another library with its names.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'inventory',
 *   team: 'inventory',
 *   port: 50051,
 *   metricsPort: 9090,
 *   workload: 'external',
 *   ...grpcServer({ methods: ['Get', 'Reserve'], excluded: ['Check'] }),
 * });
 */
export function grpcServer(options: z.input<typeof grpcServerSchema> = {}) {
  const given = parseInput(grpcServerSchema, 'grpcServer', options);
  const labels = {
    grpc_type: oneOf('unary', 'client_stream', 'server_stream', 'bidi_stream'),
    grpc_service: listed(given.services, 10),
    grpc_method: listed(given.methods && [...new Set([...given.methods, ...given.excluded])], 50),
  };
  const counters = {
    started: counter('grpc_server_started_total', { help: '', labels }),
    handled: counter('grpc_server_handled_total', {
      help: '',
      labels: { ...labels, grpc_code: oneOf(...CODES) },
    }),
    received: counter('grpc_server_msg_received_total', { help: '', labels }),
    sent: counter('grpc_server_msg_sent_total', { help: '', labels }),
  };
  const durations =
    given.buckets === undefined
      ? undefined
      : histogram('grpc_server_handling_seconds', {
          help: '',
          unit: 'seconds',
          labels,
          buckets: given.buckets,
        });
  const { handled } = counters;
  const errors = { grpc_code: anyOf(...given.errors) };
  return {
    metrics: contract(durations === undefined ? counters : { ...counters, durations }),
    signals: goldenSignals({
      requests: handled,
      errors,
      by: ['grpc_method'],
      ...(durations === undefined ? {} : { latency: durations }),
    }),
    slos: objectivesOf(
      {
        requests: handled,
        errors,
        counted: except('grpc_method', given.excluded),
        ...(durations === undefined ? {} : { durations }),
      },
      given,
    ),
  } satisfies Preset;
}
