import type * as z from 'zod';
import type { Controller } from '../../rules/controllers/controller';

/** Everything about one kind of workload but how it is written: `outputs/kubernetes/constructs/controllers` has that. */
export interface WorkloadKind<W extends { readonly kind: string }> {
  /** The function that makes one, as the reference lists it. */
  readonly definedBy: string;
  /** The fields that one writes. */
  readonly schema: z.ZodObject;
  /** The object whose pods are monitored. */
  controller(workload: W, service: string): Controller;
  /** Why `replicas` cannot be set. @default undefined, as they can */
  withoutReplicas?(workload: W): string | undefined;
}
