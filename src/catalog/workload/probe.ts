import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { countFrom1, httpPath, portName, unprivilegedPort } from '../fields';

const anyPort = z.union([unprivilegedPort, portName]).meta({ type: 'port or name of a port' });

const ACTIONS = ['http', 'tcp', 'grpc', 'exec'] as const;

export const probeSettings = z
  .strictObject({
    http: httpPath.optional().describe('Path of an HTTP request.'),
    tcp: anyPort.optional().describe('Port that must accept connections.'),
    grpc: unprivilegedPort.optional().describe('Port of the gRPC health service.'),
    exec: z
      .array(z.string())
      .min(1, mistake('empty', "list the words of the command, e.g. ['/bin/check']"))
      .optional()
      .describe('Command inside the container that must exit with 0.'),
    port: anyPort.optional().describe('Port of the HTTP request. Absent: `http`, the port of requests.'),
    service: z.string().min(1).optional().describe('Name of the service in the gRPC health check.'),
    period: countFrom1.optional().describe('Seconds between two tries.'),
    timeout: countFrom1.optional().describe('Seconds after which a try has failed.'),
    failures: countFrom1.optional().describe('Failed tries in a row that count.'),
  })
  .refine(
    (probe) => ACTIONS.filter((name) => probe[name] !== undefined).length === 1,
    mistake('not exactly one kind of probe', "set http, tcp, grpc or exec, e.g. { tcp: 'http' }"),
  )
  .refine(({ http, port }) => port === undefined || http !== undefined, {
    path: ['port'],
    message: mistake('only an HTTP probe has a port beside it', 'remove it'),
  })
  .refine(({ grpc, service }) => service === undefined || grpc !== undefined, {
    path: ['service'],
    message: mistake('only a gRPC probe names a service', 'remove it'),
  });

const path = z
  .string()
  .regex(/^(none|\/[^\s?#]*)$/, mistake('not an HTTP path', 'start it with /, without query or fragment'))
  .meta({ type: 'HTTP path or `none`' });

const probe = z.union([path, probeSettings]);

export const probes = z
  .strictObject({
    startup: probe.describe('Succeeds once the service has started; the other probes wait for it.'),
    readiness: probe.describe('Succeeds while the pod can answer requests. `none`: a running pod is ready.'),
    liveness: probe.describe('Fails when only a restart helps.'),
  })
  .default({ startup: '/healthz', readiness: '/readyz', liveness: '/healthz' })
  .describe(
    'Probes: paths on `port`, or `http`, `tcp`, `grpc` or `exec` with settings, e.g. `{ grpc: 50051 }`, or `none`.',
  );

export type Probes = z.output<typeof probes>;
export type Probe = Probes['readiness'];

/** Names of the ports that probes use. */
export const probedPorts = (all: Probes): readonly string[] =>
  Object.values(all).flatMap((each) =>
    typeof each === 'object' ? [each.tcp, each.port].filter((port) => typeof port === 'string') : [],
  );
