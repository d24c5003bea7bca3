import * as z from 'zod';
import { parseInput } from '../../findings/parse-input';
import { containerFields, SET_TWICE, variablesSetOnce } from './container';
import type { WorkloadKind } from './kind';
import { podFields } from './pod';
import { SCALED_TWICE, scaledByItself, scaledOnce, scalingFields } from './scaling';
import { serverFields } from './server';

/** The Deployment of a service, as `workload` takes it. */
export const workloadSchema = z
  .strictObject({ ...containerFields, ...scalingFields, ...serverFields, ...podFields })
  .refine(variablesSetOnce, SET_TWICE)
  .refine(scaledOnce, SCALED_TWICE);

/** Pods that are alike. */
export interface DeploymentWorkload extends Readonly<z.output<typeof workloadSchema>> {
  readonly kind: 'deployment';
}

/**
 * Runs a service as a Deployment: the same as its settings alone, `workload: { image: 'shop:1.0.0' }`.
 * @throws InvalidInput with every wrong field
 * @example
 * const workload = deployment({ image: 'shop:1.0.0', autoscaling: { min: 2, max: 6, cpu: 80 } });
 */
export function deployment(props: z.input<typeof workloadSchema>): DeploymentWorkload {
  return { kind: 'deployment', ...parseInput(workloadSchema, 'deployment', props) };
}

export const deploymentKind: WorkloadKind<DeploymentWorkload> = {
  definedBy: 'deployment',
  schema: workloadSchema,
  controller: ({ autoscaling }, service) => ({
    kind: 'Deployment',
    name: service,
    pods: 'named after the service',
    ...(autoscaling === undefined ? {} : { autoscaler: service }),
  }),
  withoutReplicas: scaledByItself,
};
