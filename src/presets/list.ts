import type * as z from 'zod';
import { blackboxProbeSchema } from './blackbox-probe';
import { cronJobSchema } from './cron-job';
import { fastapiSchema } from './fastapi';
import { grpcServerSchema } from './grpc-server';
import { ingressNginxSchema } from './ingress-nginx';
import { istioSchema } from './istio';
import { micrometerSchema } from './micrometer';
import { otelHttpServerSchema } from './otel-http-server';
import { promhttpSchema } from './promhttp';
import { queueConsumerSchema } from './queue-consumer';

/** The options of every preset, by the function that takes them. */
export const presetOptions: Readonly<Record<string, z.ZodObject>> = {
  promhttp: promhttpSchema,
  micrometer: micrometerSchema,
  otelHttpServer: otelHttpServerSchema,
  grpcServer: grpcServerSchema,
  fastapi: fastapiSchema,
  queueConsumer: queueConsumerSchema,
  ingressNginx: ingressNginxSchema,
  istio: istioSchema,
  blackboxProbe: blackboxProbeSchema,
  cronJob: cronJobSchema,
};
