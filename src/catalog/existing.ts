import type { z } from 'zod';
import { existingScrape, type existingSchema, type ExistingScrape } from './scrape/existing';
import { existingWorkload, type ExistingWorkload, type existingWorkloadSchema } from './workload/existing';

/**
 * What exists and is not written. As `workload`: the object that runs the service, so that its pods are monitored. As
 * `scrape`: something else scrapes the service, and only rules and dashboards are written; its series have the labels
 * `namespace` (that of the service) and `job`, or those of `labels`.
 * @throws InvalidInput with every wrong field
 * @example
 * const workload = existing({ kind: 'StatefulSet', name: 'payments-db' });
 * const scrape = existing({ job: 'kubernetes-pods', labels: { app: 'payments' } });
 */
export function existing(props: z.input<typeof existingWorkloadSchema>): ExistingWorkload;
export function existing(props?: z.input<typeof existingSchema>): ExistingScrape;
export function existing(
  props: z.input<typeof existingWorkloadSchema> | z.input<typeof existingSchema> = {},
): ExistingWorkload | ExistingScrape {
  return isWorkload(props) ? existingWorkload(props) : existingScrape(props);
}

/** A name without a kind is that of an object as well, and the kind is missing. */
function isWorkload(props: object): props is z.input<typeof existingWorkloadSchema> {
  return 'kind' in props || 'name' in props;
}
