/**
 * Metric tables, golden signals and suggested objectives of instrumentations that many programs share.
 * @packageDocumentation
 */
export type { Preset } from './preset';
export { blackboxProbe } from './blackbox-probe';
export { cronJob } from './cron-job';
export { fastapi } from './fastapi';
export { grpcServer } from './grpc-server';
export { ingressNginx } from './ingress-nginx';
export { istio } from './istio';
export { micrometer } from './micrometer';
export { otelHttpServer } from './otel-http-server';
export { promhttp } from './promhttp';
export { queueConsumer } from './queue-consumer';
