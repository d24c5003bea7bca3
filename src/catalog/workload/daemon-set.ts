import * as z from 'zod';
import { parseInput } from '../../findings/parse-input';
import { containerFields, SET_TWICE, variablesSetOnce } from './container';
import type { WorkloadKind } from './kind';
import { podFields } from './pod';
import { serverFields } from './server';

export const daemonSetSchema = z
  .strictObject({ ...containerFields, ...serverFields, ...podFields })
  .refine(variablesSetOnce, SET_TWICE);

/** A pod on every node. */
export interface DaemonSetWorkload extends Readonly<z.output<typeof daemonSetSchema>> {
  readonly kind: 'daemonSet';
}

/**
 * Runs a service as a DaemonSet: a pod on each node that its selector and tolerations admit.
 * @throws InvalidInput with every wrong field
 * @example
 * const workload = daemonSet({ image: 'node-agent:1.0.0', tolerations: [{ operator: 'Exists' }] });
 */
export function daemonSet(props: z.input<typeof daemonSetSchema>): DaemonSetWorkload {
  return { kind: 'daemonSet', ...parseInput(daemonSetSchema, 'daemonSet', props) };
}

export const daemonSetKind: WorkloadKind<DaemonSetWorkload> = {
  definedBy: 'daemonSet',
  schema: daemonSetSchema,
  controller: (_workload, service) => ({ kind: 'DaemonSet', name: service, pods: 'named after the service' }),
  withoutReplicas: () => 'a DaemonSet runs one pod on each node and has no replicas',
};
