import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { objectName } from '../fields';

const PATH = /^(\/[-._a-zA-Z0-9]+)+$/;

const path = z
  .string()
  .regex(PATH, mistake('not an absolute path', 'write it like /etc/payments'))
  .meta({ type: '/path' });

export const folder = z
  .string()
  .regex(PATH, mistake('not the path of a folder', 'write it like /data or /var/lib/data'))
  .refine((given) => volumeName(given) !== '', mistake('has no letter or digit', 'write it like /data'))
  .meta({ type: '/folder' });

/** `/etc/payments/app.yaml` → `etc-payments-app-yaml`, which a volume can be called. */
export const volumeName = (given: string): string =>
  given
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(1, 58)
    .replace(/^-+|-+$/g, '');

const SOURCES = ['configMap', 'secret', 'claim'] as const;

const mount = z
  .strictObject({
    configMap: objectName.optional().describe('Name of a ConfigMap, mounted read-only.'),
    secret: objectName.optional().describe('Name of a Secret, mounted read-only.'),
    claim: objectName.optional().describe('Name of a PersistentVolumeClaim that exists, mounted writable.'),
    key: z
      .string()
      .regex(/^[-._a-zA-Z0-9]{1,253}$/, mistake('not a key', 'use letters, digits, hyphens and dots'))
      .optional()
      .meta({ type: 'key' })
      .describe(
        'Only this key of the ConfigMap or Secret, as a file of this path. Absent: the path is a folder with a file for each key.',
      ),
  })
  .refine(
    (each) => SOURCES.filter((source) => each[source] !== undefined).length === 1,
    mistake(
      'not exactly one source',
      "name a ConfigMap, a Secret or a claim, e.g. { configMap: 'settings' }",
    ),
  )
  .refine(({ claim, key }) => claim === undefined || key === undefined, {
    path: ['key'],
    message: mistake('a claim has no keys', 'remove it'),
  });

export const mounts = z
  .record(path, mount)
  .default({})
  .describe("ConfigMaps, Secrets and claims of the service's namespace in the file system, by path.");

export type Mounts = z.output<typeof mounts>;
