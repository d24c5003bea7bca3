import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import type { ScrapeKind } from './kind';
import { labelName, labelValue } from './parts/label-name';

export const pushedSchema = z.strictObject({
  labels: z
    .record(labelName, labelValue)
    .refine(
      (labels) => Object.keys(labels).length > 0,
      mistake(
        'without a label it would be every series',
        "give those that its series have, e.g. { service_namespace: 'shop', service_name: 'checkout' }",
      ),
    )
    .meta({ type: 'labels' })
    .describe(
      'Labels that all of its series have, and no others: they select its series, and its recorded series keep them.',
    ),
  instance: labelName
    .default('instance')
    .meta({ type: 'label' })
    .describe(
      'Label by which its processes differ, e.g. `instance` (`service.instance.id`) or `k8s_pod_name`.',
    ),
});

/** Something pushes the series of the service to Prometheus. */
export interface PushedScrape extends Readonly<z.output<typeof pushedSchema>> {
  readonly kind: 'pushed';
}

/**
 * Monitors a service whose series are pushed, with OTLP or remote write. Prometheus does not scrape it, so there is no
 * `up`: alerts and counts go by the series themselves.
 * @throws InvalidInput with every wrong field
 * @example
 * const scrape = pushed({ labels: { service_namespace: 'shop', service_name: 'checkout' } });
 */
export function pushed(props: z.input<typeof pushedSchema>): PushedScrape {
  return { kind: 'pushed', ...parseInput(pushedSchema, 'pushed', props) };
}

export const pushedKind: ScrapeKind<PushedScrape> = {
  definedBy: 'pushed',
  schema: pushedSchema,
  job: (_scrape, service) => service,
  pushed: ({ labels, instance }, metrics) => ({ labels, instance, metrics }),
  object: () => undefined,
};
