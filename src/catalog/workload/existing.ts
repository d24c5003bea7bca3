import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { CONTROLLER_KINDS } from '../../rules/controllers/controller';
import { objectName, positiveDuration } from '../fields';
import type { WorkloadKind } from './kind';

export const existingWorkloadSchema = z
  .strictObject({
    kind: z.enum(CONTROLLER_KINDS).describe('Kind of the object.'),
    name: objectName.describe("Name of the object, in the service's namespace."),
    container: objectName
      .optional()
      .describe('Container that is monitored. Absent: all containers of its pods, with sidecars.'),
    autoscaler: objectName
      .optional()
      .describe('Name of its HorizontalPodAutoscaler. Absent: no alerts on one.'),
    succeedsWithin: positiveDuration
      .optional()
      .describe(
        'Of a CronJob: how old its last success may be before an alert fires. Absent: only failed and suspended jobs are reported.',
      ),
  })
  .refine(({ kind, succeedsWithin }) => kind === 'CronJob' || succeedsWithin === undefined, {
    path: ['succeedsWithin'],
    message: mistake('only a CronJob succeeds', 'remove it'),
  })
  .refine(
    ({ kind, autoscaler }) => kind === 'Deployment' || kind === 'StatefulSet' || autoscaler === undefined,
    {
      path: ['autoscaler'],
      message: mistake('only a Deployment or StatefulSet has an autoscaler', 'remove it'),
    },
  );

/** A workload that something else deploys. Nothing is written for it. */
export interface ExistingWorkload {
  readonly kind: 'existingObject';
  readonly object: Readonly<z.output<typeof existingWorkloadSchema>>;
}

/** @throws InvalidInput with every wrong field */
export const existingWorkload = (props: z.input<typeof existingWorkloadSchema>): ExistingWorkload => ({
  kind: 'existingObject',
  object: parseInput(existingWorkloadSchema, 'existing', props),
});

export const existingWorkloadKind: WorkloadKind<ExistingWorkload> = {
  definedBy: 'existing',
  schema: existingWorkloadSchema,
  controller: ({ object: { kind, name, container, autoscaler, succeedsWithin } }) => ({
    kind,
    name,
    pods: container === undefined ? 'named after the controller' : { container },
    ...(autoscaler === undefined ? {} : { autoscaler }),
    ...(succeedsWithin === undefined ? {} : { succeedsWithin }),
  }),
};
