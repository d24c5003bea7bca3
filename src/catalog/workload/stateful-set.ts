import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { byteQuantity, objectName } from '../fields';
import { containerFields, SET_TWICE, variablesSetOnce } from './container';
import type { WorkloadKind } from './kind';
import { folder, volumeName } from './mount';
import { podFields } from './pod';
import { SCALED_TWICE, scaledByItself, scaledOnce, scalingFields } from './scaling';
import { serverFields } from './server';

export const statefulSetSchema = z
  .strictObject({
    ...containerFields,
    ...scalingFields,
    claims: z
      .record(
        folder,
        z.strictObject({
          size: byteQuantity.describe('Size of the volume.'),
          storageClass: objectName.optional().describe("Storage class. Absent: the cluster's default class."),
          access: z
            .enum(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'])
            .default('ReadWriteOnce')
            .describe('Who may mount the volume at once.'),
        }),
      )
      .refine(
        (claims) => new Set(Object.keys(claims).map(volumeName)).size === Object.keys(claims).length,
        mistake('two folders give their volumes the same name', 'rename one of them'),
      )
      .default({})
      .describe('A volume for each pod, by the folder where it is mounted. It outlives the pod.'),
    start: z
      .enum(['in order', 'at once'])
      .default('in order')
      .describe('Whether pods start one after the other, or all at once.'),
    ...serverFields,
    ...podFields,
  })
  .refine(variablesSetOnce, SET_TWICE)
  .refine(scaledOnce, SCALED_TWICE)
  .refine(({ claims, writable }) => Object.keys(claims).every((path) => !(path in writable)), {
    path: ['claims'],
    message: mistake('a folder is in claims and in writable', 'remove one'),
  });

/** Pods with a name and a volume of their own. */
export interface StatefulSetWorkload extends Readonly<z.output<typeof statefulSetSchema>> {
  readonly kind: 'statefulSet';
}

/**
 * Runs a service as a StatefulSet: pods keep their names and volumes.
 * @throws InvalidInput with every wrong field
 * @example
 * const workload = statefulSet({ image: 'ledger:1.0.0', replicas: 3, claims: { '/data': { size: '20Gi' } } });
 */
export function statefulSet(props: z.input<typeof statefulSetSchema>): StatefulSetWorkload {
  return { kind: 'statefulSet', ...parseInput(statefulSetSchema, 'statefulSet', props) };
}

export const statefulSetKind: WorkloadKind<StatefulSetWorkload> = {
  definedBy: 'statefulSet',
  schema: statefulSetSchema,
  controller: ({ autoscaling }, service) => ({
    kind: 'StatefulSet',
    name: service,
    pods: 'named after the service',
    ...(autoscaling === undefined ? {} : { autoscaler: service }),
  }),
  withoutReplicas: scaledByItself,
};
