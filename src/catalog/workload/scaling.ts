import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { countFrom1 } from '../fields';

const percent = countFrom1.meta({ type: 'percent' });

const autoscaling = z
  .strictObject({
    min: countFrom1.default(2).describe('Pods at least.'),
    max: countFrom1.describe('Pods at most.'),
    cpu: percent.optional().describe('CPU that pods should use on average, in percent of `cpuRequest`.'),
    memory: percent.optional().describe('Memory that pods should use on average, in percent of `memory`.'),
  })
  .refine(({ min, max }) => min <= max, {
    path: ['max'],
    message: mistake('below min', 'use a number that is at least min'),
  })
  .refine(({ cpu, memory }) => cpu !== undefined || memory !== undefined, {
    path: ['cpu'],
    message: mistake('no metric to scale by', 'set cpu: 80 or memory: 80'),
  });

/** How many pods workloads have that are not bound to nodes. */
export const scalingFields = {
  replicas: countFrom1
    .optional()
    .describe('Pods. Two survive the loss of one. Absent: 2, or what `autoscaling` decides.'),
  autoscaling: autoscaling
    .optional()
    .describe('A HorizontalPodAutoscaler, which then decides on the number of pods.'),
};

export type ScalingSettings = z.output<z.ZodObject<typeof scalingFields>>;

export const scaledOnce = ({ replicas, autoscaling: scaled }: ScalingSettings): boolean =>
  replicas === undefined || scaled === undefined;

export const SCALED_TWICE = {
  path: ['replicas'],
  message: mistake('autoscaling decides on the number of pods', 'remove replicas, or autoscaling'),
};

/** Why the number of pods cannot be set, where something else decides on it. */
export const scaledByItself = ({ autoscaling: scaled }: ScalingSettings): string | undefined =>
  scaled === undefined ? undefined : 'autoscaling of the service decides on the number of pods';

/** The lowest number of pods that is wanted. */
export const fewestPods = ({ replicas = 2, autoscaling: scaled }: ScalingSettings): number =>
  scaled?.min ?? replicas;
