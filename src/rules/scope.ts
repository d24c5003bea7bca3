import { containerMatchers } from './controllers/index';
import type { Controller } from './controllers/controller';
import type { TargetLabel } from '../metrics/target-labels';

/** A service's targets, which its rules select. */
export interface Scope {
  /** The name of the service, and with it the `job` label. */
  readonly name: string;
  readonly namespace: string;
  /** The `job` label of a service that is scraped under another one. @default its name */
  readonly job?: string;
  /** The object that creates its pods. @default a Deployment of its name */
  readonly controller?: Controller;
}

/** Labels that every recorded series of a service keeps, so that two environments in one Prometheus stay apart. */
export const SCOPE_LABELS = ['namespace', 'job'] as const satisfies readonly TargetLabel[];

/** Matchers for the service's own targets. */
export function targetsOf({ name, namespace, job = name }: Scope): {
  readonly namespace: string;
  readonly job: string;
} {
  return { namespace, job };
}

/**
 * Matchers for the containers of the service's pods in series of kube-state-metrics and cAdvisor. The container is
 * named after the service, which is exact where a pattern over pod names is a guess.
 */
export function containersOf(
  scope: Scope,
): { readonly namespace: string } & ReturnType<typeof containerMatchers> {
  return { namespace: scope.namespace, ...containerMatchers(scope) };
}
