import { mistake } from '../findings/mistake';
import * as z from 'zod';
import { tryMilliseconds } from '../promql/window';
import { CHART_KEYS } from './chart-keys';

// Messages read `<what is wrong>; <what to do>`: see parse-input.ts.

export const anything = z.unknown().optional();

/** Keys whose values are not checked. They are not in the type, so this project cannot write them by mistake. */
export function unread(keys: readonly string[]): Record<never, never> {
  return Object.fromEntries(keys.map((key) => [key, anything]));
}

/** A map that may be left out, with these keys and no others. */
export const section = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).optional();

/** A Helm template treats any string as true, `"false"` included. */
export const flag = z
  .boolean(
    mistake(
      'neither true nor false',
      'write true or false without quotes, as templates treat any string as true',
      'not-a-flag',
    ),
  )
  .optional();

export const text = z.string(mistake('not a string', 'put it in quotes')).optional();

export const name = z
  .string(mistake('not a string', 'write a string in quotes'))
  .min(1, mistake('empty string', 'set a value'));

export const count = z
  .number(mistake('not a number', 'use a whole number from 0'))
  .int(mistake('not a whole number', 'use a whole number from 0'))
  .min(0, mistake('below 0', 'use a whole number from 0'));

export const duration = z
  .string(mistake('not a string', 'write it like 30s, 5m or 31d'))
  .refine(
    (value) => value === '' || tryMilliseconds(value) !== undefined,
    mistake('not a Prometheus duration', 'write it like 30s, 5m or 31d'),
  )
  .optional();

export const labels = z.record(
  z.string(),
  z.string(mistake('not a string', 'put the label value in quotes')),
);

export const labelSelector = z
  .strictObject({
    matchLabels: labels.optional(),
    matchExpressions: z
      .array(
        z.strictObject({
          key: name,
          operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
          values: z.array(z.string()).optional(),
        }),
      )
      .optional(),
  })
  .nullable()
  .optional();

/** A key of a Secret in the namespace of the release. */
export const secretKey = z.strictObject({ name, key: name });

export const storage = section({
  volumeClaimTemplate: section({
    spec: z.strictObject({
      accessModes: z.array(z.string()).optional(),
      resources: z.strictObject({ requests: z.strictObject({ storage: name }) }),
      storageClassName: text,
      ...unread(CHART_KEYS.claimSpec),
    }),
    ...unread(CHART_KEYS.claim),
  }),
  ...unread(CHART_KEYS.storage),
});

export const antiAffinity = z
  .enum(['hard', 'soft', ''], mistake('unknown anti-affinity', 'write hard, soft, or "" for none'))
  .optional();

export const podDisruptionBudget = section({
  enabled: flag,
  minAvailable: z.union([count, z.string()]).nullable().optional(),
  maxUnavailable: z.union([count, z.string()]).nullable().optional(),
  unhealthyPodEvictionPolicy: text,
});
