import type { Metric } from '../metrics/metric';

/** What a page of each instrumentation has, and no other. */
const SIGNS: Readonly<Record<string, (metric: Metric) => boolean>> = {
  micrometer: ({ name }) => name === 'http_server_requests_seconds',
  otelHttpServer: ({ name }) =>
    /^http_server_(request_duration(_seconds)?|duration(_milliseconds)?)$/.test(name),
  grpcServer: ({ name }) => name === 'grpc_server_handled_total',
  ingressNginx: ({ name }) => name === 'nginx_ingress_controller_requests',
  istio: ({ name }) => name === 'istio_requests_total',
  blackboxProbe: ({ name }) => name === 'probe_success',
  promhttp: ({ name, labels }) =>
    /(^|_)http_requests_total$/.test(name) && 'code' in labels && 'handler' in labels,
  fastapi: ({ name, labels }) =>
    name.endsWith('_requests_total') && 'endpoint' in labels && 'status' in labels,
};

/** Name of the preset that declares these metrics; undefined where none is known. */
export const recognizePreset = (metrics: readonly Metric[]): string | undefined =>
  Object.entries(SIGNS).find(([, isSign]) => metrics.some(isSign))?.[0];
