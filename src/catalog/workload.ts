import { mistake } from '../findings/mistake';
import { z } from 'zod';
import { byteQuantity, countFrom1, cpuQuantity, dnsLabel, httpPath, image, secretRef } from './fields';

/**
 * Seconds that a stopping pod keeps serving, until endpoints and load balancers have removed it. The image needs `sleep`.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
 */
export const DRAIN_SECONDS = 5;

const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, mistake('not a variable name', 'use capitals, digits and _'))
  .meta({ type: 'VARIABLE' });

/** A folder that the container may write to although its root is read-only. */
const folder = z
  .string()
  .regex(/^\/[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, mistake('not a folder at the root', 'write it like /data'))
  .refine((path) => path !== '/tmp', mistake('/tmp is always writable', 'remove it'))
  .meta({ type: '/folder' });

/** The Deployment of a service. */
export const workloadSchema = z
  .strictObject({
    image: image.describe('Container image, with a tag or digest.'),
    replicas: countFrom1.default(2).describe('Pods. Two survive the loss of one.'),
    cpuRequest: cpuQuantity.default('100m').describe('CPU request. There is no CPU limit.'),
    memory: byteQuantity.default('256Mi').describe('Memory request and limit.'),
    ephemeralStorage: byteQuantity
      .default('128Mi')
      .describe('Request and limit for the writable folders and logs of the container together.'),
    probes: z
      .strictObject({
        startup: httpPath.describe('Succeeds once the service has started; the other probes wait for it.'),
        readiness: httpPath.describe('Succeeds while the pod can answer requests.'),
        liveness: httpPath.describe('Fails when only a restart helps.'),
      })
      .default({ startup: '/healthz', readiness: '/readyz', liveness: '/healthz' })
      .describe('Paths of the probes, on `port`.'),
    env: z
      .record(variable, z.string())
      .default({})
      .describe('Environment variables in plain text. Use `secretEnv` for secrets.'),
    secretEnv: z
      .record(
        variable,
        secretRef.extend({
          needed: z
            .enum(['always', 'by several replicas'])
            .default('always')
            .describe(
              '`always`: pods do not start without the Secret. `by several replicas`: a single pod starts without it, for what only replicas share, such as a database.',
            ),
        }),
      )
      .default({})
      .describe("Environment variables from Secrets in the service's namespace."),
    writable: z
      .record(folder, byteQuantity)
      .default({})
      .describe(
        'Folders besides `/tmp` that the container writes to, with their size. New pods start with empty ones.',
      ),
    terminationGraceSeconds: countFrom1
      .min(
        2 * DRAIN_SECONDS,
        mistake(
          `too short, because a stopping pod serves for another ${DRAIN_SECONDS} s first`,
          `use ${2 * DRAIN_SECONDS} or more`,
        ),
      )
      .default(30)
      .describe(
        `Seconds from the stop signal to SIGKILL, including the ${DRAIN_SECONDS} s in which the pod still serves.`,
      ),
    clients: z
      .union([z.literal('any'), z.array(dnsLabel)])
      .default('any')
      .describe(
        'Namespaces whose pods may call the service, or `any` to admit every client that can reach the pod.',
      ),
  })
  .refine(({ env, secretEnv }) => Object.keys(secretEnv).every((name) => !(name in env)), {
    path: ['secretEnv'],
    message: mistake('a variable is set in env and in secretEnv', 'remove one'),
  });

export type Workload = z.output<typeof workloadSchema>;
