import { mistake } from '../findings/mistake';
import { z } from 'zod';
import { tryMilliseconds } from '../promql/window';
import { CHART_KEYS } from './chart-keys';

// Messages read `<what is wrong>; <what to do>`: see parse-input.ts.

export const anything = z.unknown().optional();

/** Keys that pass unread. They are not in the type: what this project writes, it writes with a type. */
export function unread(keys: readonly string[]): Record<never, never> {
  return Object.fromEntries(keys.map((key) => [key, anything]));
}

/** Templates take every text for true, `"false"` included. */
export const flag = z
  .boolean(
    mistake(
      'not true or false',
      'write true or false without quotes, because a template takes any text for true',
    ),
  )
  .optional();

export const text = z.string(mistake('not a text', 'put it in quotes')).optional();

export const name = z.string(mistake('not a name', 'put it in quotes')).min(1, mistake('empty', 'name it'));

export const count = z
  .number()
  .int(mistake('not a whole number', 'use 0 or more'))
  .min(0, mistake('below 0', 'use 0 or more'));

export const duration = z
  .string(mistake('not a text', 'write it like 30s, 5m or 31d'))
  .refine(
    (value) => value === '' || tryMilliseconds(value) !== undefined,
    mistake('not a Prometheus duration', 'write it like 30s, 5m or 31d'),
  )
  .optional();

export const labels = z.record(
  z.string(),
  z.string(mistake('not a text', 'put it in quotes, as label values are texts')),
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

export const storage = z
  .strictObject({
    volumeClaimTemplate: z
      .strictObject({
        spec: z.strictObject({
          accessModes: z.array(z.string()).optional(),
          resources: z.strictObject({ requests: z.strictObject({ storage: name }) }),
          storageClassName: text,
          ...unread(CHART_KEYS.claimSpec),
        }),
        ...unread(CHART_KEYS.claim),
      })
      .optional(),
    ...unread(CHART_KEYS.storage),
  })
  .optional();

export const antiAffinity = z
  .enum(
    ['hard', 'soft', ''],
    mistake('neither hard nor soft', 'write hard or soft, or an empty text for none'),
  )
  .optional();

export const podDisruptionBudget = z
  .strictObject({
    enabled: flag,
    minAvailable: z.union([count, z.string()]).nullable().optional(),
    maxUnavailable: z.union([count, z.string()]).nullable().optional(),
    unhealthyPodEvictionPolicy: text,
  })
  .optional();
