import { mistake } from '../findings/mistake';
import { z } from 'zod';
import { byteQuantity, countFrom1, cpuQuantity, dnsLabel, httpPath, image, secretRef } from './fields';

/**
 * Seconds that a stopping pod keeps serving, while endpoints and load balancers forget it. The image needs `sleep`.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
 */
export const DRAIN_SECONDS = 5;

const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, mistake('not a variable name', 'use capitals, digits and _'));

/** A folder that the container may write to although its root is read-only. */
const folder = z
  .string()
  .regex(/^\/[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, mistake('not a folder at the root', 'write it like /data'))
  .refine((path) => path !== '/tmp', mistake('there in any case', 'leave it out'));

/** What runs a service. */
export const workloadSchema = z
  .strictObject({
    /** What to run, with a tag or digest. */
    image,
    /** Pods; two survive the loss of one. */
    replicas: countFrom1.default(2),
    cpuRequest: cpuQuantity.default('100m'),
    /** Request and limit: memory that is only sometimes there gets the pod killed. */
    memory: byteQuantity.default('256Mi'),
    /** Request and limit of the container's writable folders and logs together. */
    ephemeralStorage: byteQuantity.default('128Mi'),
    /** How long the service may take to start, to be ready and to stay alive is asked here. */
    probes: z
      .strictObject({ startup: httpPath, readiness: httpPath, liveness: httpPath })
      .default({ startup: '/healthz', readiness: '/readyz', liveness: '/healthz' }),
    /** Plain environment variables; secrets have no place here. */
    env: z.record(variable, z.string()).default({}),
    /** Environment variables from Secrets in the service's namespace. */
    secretEnv: z
      .record(
        variable,
        secretRef.extend({
          /**
           * Pods do not start without a Secret that is needed. `by several replicas` lets a single pod start without,
           * for what only replicas have to share, such as a database.
           */
          needed: z.enum(['always', 'by several replicas']).default('always'),
        }),
      )
      .default({}),
    /** Folders beside /tmp that the container writes to, and how much; they are empty in every new pod. */
    writable: z.record(folder, byteQuantity).default({}),
    /** Seconds between the order to stop and SIGKILL. It includes the time in which the pod still serves. */
    terminationGraceSeconds: countFrom1
      .min(
        2 * DRAIN_SECONDS,
        mistake(
          `leaves too little after the ${DRAIN_SECONDS} s in which a stopping pod still serves`,
          `use ${2 * DRAIN_SECONDS} or more`,
        ),
      )
      .default(30),
    /**
     * Namespaces whose pods may call the service. `any` admits every client inside and outside the cluster that can
     * reach the pod.
     */
    clients: z.union([z.literal('any'), z.array(dnsLabel)]).default('any'),
  })
  .refine(({ env, secretEnv }) => Object.keys(secretEnv).every((name) => !(name in env)), {
    path: ['secretEnv'],
    message: mistake('has a variable that env has too', 'leave one out'),
  });

export type Workload = z.output<typeof workloadSchema>;
