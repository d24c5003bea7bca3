import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { countFrom1 } from './fields';

const requestPath = z
  .string()
  .regex(/^\/[^\s#]*$/, mistake('not a request path', 'start it with /, e.g. /orders?limit=10'))
  .meta({ type: 'request path' });

/** One request that a client sends to a program of `signalproof local`. */
export const localRequestSchema = z.strictObject({
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .default('GET')
    .describe('HTTP method.'),
  path: requestPath.describe(
    'Path and query. A segment `:field` is replaced by that field of the last JSON object that the same client received, and by 1 before there is one.',
  ),
  body: z
    .record(z.string(), z.json())
    .meta({ type: 'JSON object' })
    .optional()
    .describe('Sent as JSON. Absent: no body.'),
});

/** How `signalproof local` runs one workload and what it sends to it. */
export const localProgramSchema = z.strictObject({
  node: z
    .array(z.string())
    .min(1, mistake('empty', "list the arguments of node, e.g. ['src/payments/main.js']"))
    .optional()
    .describe(
      'Arguments of `node` that run the program without its image, with paths relative to the folder where the command runs. Absent: `--command` or `--target` is required.',
    ),
  requests: z
    .array(localRequestSchema)
    .min(1, mistake('empty', 'list at least one request, or remove the field to send GET /'))
    .optional()
    .describe('What one client sends, repeated in this order. Absent: `GET /` of its first port.'),
  failing: localRequestSchema
    .optional()
    .describe(
      'A request that counts as an error, for the traffic profiles that need errors. Absent: the next request after the IPC message `fail` must fail.',
    ),
  slow: localRequestSchema
    .optional()
    .describe(
      'A request that takes longer than the threshold of every latency objective. Absent: the next request after an IPC message with a number must wait that many milliseconds.',
    ),
  slowMilliseconds: countFrom1
    .default(400)
    .describe('The number in that message: more than the threshold of every latency objective.'),
});

export type LocalRequest = z.output<typeof localRequestSchema>;
export type LocalProgram = z.output<typeof localProgramSchema>;
export type LocalProgramProps = z.input<typeof localProgramSchema>;
