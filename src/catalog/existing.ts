import type * as z from 'zod';
import type { ControllerKind } from '../rules/controllers/controller';
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
export function existing<K extends ControllerKind | undefined = undefined>(
  props: (WorkloadProps & { readonly kind: K }) | ScrapeProps = {},
): [K] extends [undefined] ? ExistingScrape : ExistingWorkload {
  return (isWorkload(props) ? existingWorkload(props) : existingScrape(props)) as ReturnType<
    typeof existing<K>
  >;
}

type WorkloadProps = z.input<typeof existingWorkloadSchema>;

// One signature whose union is told apart by kind: of overloads, only the last one's mistake is reported.
type ScrapeProps = z.input<typeof existingSchema> & {
  readonly kind?: never;
  readonly name?: { readonly needs: 'the kind of the object' };
};

/** A name without a kind is that of an object as well, and the kind is missing. */
function isWorkload(props: object): props is WorkloadProps {
  return 'kind' in props || 'name' in props;
}
