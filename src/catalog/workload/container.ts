import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { byteQuantity, cpuQuantity, image, objectName, secretRef } from '../fields';
import { folder, mounts } from './mount';

const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, mistake('not a variable name', 'use capitals, digits and _'))
  .meta({ type: 'VARIABLE' });

/** A folder that the container may write to although its root is read-only. */
const writableFolder = folder
  .refine((path) => path !== '/tmp', mistake('/tmp is always writable', 'remove it'))
  .meta({ type: '/folder' });

const words = (example: string) =>
  z.array(z.string()).min(1, mistake('empty', `list the words, e.g. ${example}, or remove the field`));

/** Above 10000, so it cannot be a user of the node. */
const NUMERIC_USER = 10_001;
const USER = mistake('not the number of a user other than root', 'use a whole number from 1');

/** The container of every kind of workload. */
export const containerFields = {
  image: image.describe('Container image, with a tag or digest.'),
  command: words("['/bin/server']").optional().describe("Replaces the image's entry point."),
  args: words("['--verbose']").optional().describe("Replaces the image's arguments."),
  cpuRequest: cpuQuantity
    .default('100m')
    .describe('CPU request. There is no CPU limit unless `cpuLimit` is set.'),
  cpuLimit: cpuQuantity
    .optional()
    .describe(
      'CPU limit. Absent: none, because a limit slows a service down although the node has idle CPU.',
    ),
  memory: byteQuantity.default('256Mi').describe('Memory request and limit.'),
  ephemeralStorage: byteQuantity
    .default('128Mi')
    .describe('Request and limit for the writable folders and logs of the container together.'),
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
  envFrom: z
    .array(
      z
        .strictObject({
          configMap: objectName.optional().describe('Name of the ConfigMap.'),
          secret: objectName.optional().describe('Name of the Secret.'),
        })
        .refine(
          ({ configMap, secret }) => (configMap === undefined) !== (secret === undefined),
          mistake('not exactly one source', "name a ConfigMap or a Secret, e.g. { configMap: 'settings' }"),
        ),
    )
    .default([])
    .describe('ConfigMaps and Secrets whose keys all become environment variables.'),
  writable: z
    .record(writableFolder, byteQuantity)
    .default({})
    .describe(
      'Folders besides `/tmp` that the container writes to, with their size. New pods start with empty ones.',
    ),
  mounts,
  user: z
    .number()
    .int(USER)
    .min(1, USER)
    .default(NUMERIC_USER)
    .meta({ type: 'user id' })
    .describe('User and group id of its processes.'),
};

export type ContainerSettings = z.output<z.ZodObject<typeof containerFields>>;

/** One variable cannot have two values. */
export const variablesSetOnce = ({ env, secretEnv }: Pick<ContainerSettings, 'env' | 'secretEnv'>): boolean =>
  Object.keys(secretEnv).every((name) => !(name in env));

export const SET_TWICE = {
  path: ['secretEnv'],
  message: mistake('a variable is set in env and in secretEnv', 'remove one'),
};
