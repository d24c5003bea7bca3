import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { countFrom1, dnsLabel, portName, unprivilegedPort } from '../fields';
import { probes } from './probe';

/**
 * Seconds that a stopping pod keeps serving, until endpoints and load balancers have removed it. The image needs `sleep`.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
 */
export const DRAIN_SECONDS = 5;

/** What workloads have whose pods serve requests. */
export const serverFields = {
  ports: z
    .record(portName, unprivilegedPort)
    .default({})
    .describe('Ports besides `port` (named `http`) and `metricsPort` (named `metrics`), by name.'),
  probes,
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
  preStop: z
    .enum(['sleep', 'none'])
    .default('sleep')
    .describe(
      `\`sleep\`: a stopping pod runs \`sleep ${DRAIN_SECONDS}\` and still serves, until no client sends requests to it. \`none\`: for images without \`sleep\`. Requests that arrive in the first seconds of a stop then fail, unless the program itself waits after SIGTERM.`,
    ),
  clients: z
    .union([z.literal('any'), z.array(dnsLabel)])
    .default('any')
    .describe(
      'Namespaces whose pods may call the service, or `any` to admit every client that can reach the pod.',
    ),
};

export type ServerSettings = z.output<z.ZodObject<typeof serverFields>>;
