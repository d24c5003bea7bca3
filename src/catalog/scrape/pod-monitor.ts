import * as z from 'zod';
import { parseInput } from '../../findings/parse-input';
import { checkEndpoint, endpointFields, endpointOf, labelSelector, specOf } from './endpoint';
import type { ScrapeKind } from './kind';
import { onePort, portNumber } from './port';

const { port, ...fields } = endpointFields;

export const podMonitorSchema = z.strictObject({
  selector: labelSelector.describe('Labels of the pods.'),
  port: port.describe('Name of the container port. This or `targetPort` is required.'),
  targetPort: portNumber.optional().describe('Number of the container port, if it has no name.'),
  ...fields,
});

/** A PodMonitor for pods that exist. */
export interface PodMonitorScrape extends Readonly<z.output<typeof podMonitorSchema>> {
  readonly kind: 'podMonitor';
}

/**
 * Scrapes pods that no Service selects, through a PodMonitor.
 * @throws InvalidInput with every wrong field, or without exactly one of `port` and `targetPort`
 * @example
 * const scrape = podMonitor({ selector: { app: 'worker' }, port: 'metrics' });
 */
export function podMonitor(props: z.input<typeof podMonitorSchema>): PodMonitorScrape {
  const resource = 'podMonitor';
  const parsed = parseInput(podMonitorSchema, resource, props);
  onePort(resource, parsed);
  checkEndpoint(resource, parsed);
  return { kind: 'podMonitor', ...parsed };
}

export const podMonitorKind: ScrapeKind<PodMonitorScrape> = {
  definedBy: 'podMonitor',
  schema: podMonitorSchema,
  job: ({ job }, service) => job ?? service,
  page: ({ path, scheme }) => ({ path, scheme }),
  object: (scrape, context) => ({
    kind: 'PodMonitor',
    spec: {
      ...specOf(scrape.selector, scrape, context),
      ...(scrape.targetLabels.length === 0 ? {} : { podTargetLabels: scrape.targetLabels }),
      podMetricsEndpoints: [
        {
          ...endpointOf(scrape, context),
          ...(scrape.targetPort === undefined ? {} : { portNumber: scrape.targetPort }),
        },
      ],
    },
  }),
};
