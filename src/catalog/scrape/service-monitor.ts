import * as z from 'zod';
import { parseInput } from '../../findings/parse-input';
import { checkEndpoint, endpointFields, endpointOf, labelSelector, specOf } from './endpoint';
import type { ScrapeKind } from './kind';
import { onePort, portNumber } from './port';

const { port, ...fields } = endpointFields;

export const serviceMonitorSchema = z.strictObject({
  selector: labelSelector.describe('Labels of the Kubernetes Service: its own, not those of its pods.'),
  port: port.describe('Name of the port of the Service. This or `targetPort` is required.'),
  targetPort: portNumber
    .optional()
    .describe('Number of the container port, for a Service port without a name.'),
  ...fields,
});

/** A ServiceMonitor for a Service that exists. */
export interface ServiceMonitorScrape extends Readonly<z.output<typeof serviceMonitorSchema>> {
  readonly kind: 'serviceMonitor';
}

/**
 * Scrapes the pods behind a Kubernetes Service that exists, through a ServiceMonitor.
 * @throws InvalidInput with every wrong field, or without exactly one of `port` and `targetPort`
 * @example
 * const scrape = serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' });
 */
export function serviceMonitor(props: z.input<typeof serviceMonitorSchema>): ServiceMonitorScrape {
  const resource = 'serviceMonitor';
  const parsed = parseInput(serviceMonitorSchema, resource, props);
  onePort(resource, parsed);
  checkEndpoint(resource, parsed);
  return { kind: 'serviceMonitor', ...parsed };
}

export const serviceMonitorKind: ScrapeKind<ServiceMonitorScrape> = {
  definedBy: 'serviceMonitor',
  schema: serviceMonitorSchema,
  job: ({ job }, service) => job ?? service,
  page: ({ path, scheme }) => ({ path, scheme }),
  object: (scrape, context) => ({
    kind: 'ServiceMonitor',
    spec: {
      ...specOf(scrape.selector, scrape, context),
      ...(scrape.targetLabels.length === 0 ? {} : { targetLabels: scrape.targetLabels }),
      endpoints: [
        {
          ...endpointOf(scrape, context),
          ...(scrape.targetPort === undefined ? {} : { targetPort: scrape.targetPort }),
        },
      ],
    },
  }),
};
