import * as z from 'zod';
import { mistake } from '../findings/mistake';

/** Buckets that the program was set up with, in the unit of the histogram. Whether they ascend is checked later. */
export const buckets = z
  .array(z.number(mistake('not a number', 'list the upper bounds without +Inf')))
  .min(1, mistake('no buckets', 'list at least one upper bound'))
  .meta({ type: 'list of numbers' });

/** `DefBuckets` of Go's client_golang, the default of most libraries that follow it. Seconds. */
export const GO_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/**
 * Default of Python's prometheus_client; OpenTelemetry's semantic conventions advise the same for
 * `http.server.request.duration`. Seconds.
 */
export const PYTHON_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

/** Default of OpenTelemetry's SDKs for an explicit bucket histogram. Without a unit. */
export const OTEL_DEFAULT = [
  0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000,
] as const;

/** The buckets of Istio's `istio_request_duration_milliseconds`, which Envoy sets. Milliseconds. */
export const ISTIO_MILLISECONDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
] as const;
