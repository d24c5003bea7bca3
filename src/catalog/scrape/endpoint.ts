import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { ENDPOINT_LABEL } from '../../metrics/target-labels';
import { dnsLabel, labelValue, objectName } from '../fields';
import type { ScrapeContext } from './kind';
import { checkConnection, connectionOf } from './parts/connection';
import { limits, limitsOf } from './parts/limits';
import { pageFields, paramsOf } from './parts/page';
import { checkTiming, timingOf } from './parts/timing';

/** Labels that objects must have. An empty selector would match every object. */
export const labelSelector = z
  .record(z.string(), labelValue)
  .refine(
    (labels) => Object.keys(labels).length > 0,
    mistake(
      'an empty selector matches everything',
      "select by labels, e.g. { 'app.kubernetes.io/name': 'payments' }",
    ),
  )
  .meta({ type: 'labels' });

export const searchedNamespaces = z
  .array(dnsLabel)
  .min(1)
  .readonly()
  .optional()
  .describe('Namespaces that are searched. Absent: the namespace of the service.');

/** What every endpoint can have, whether it is found by Services or by pods. */
export const endpointFields = {
  port: z
    .string(mistake('not a name', 'name the port; set targetPort for a number'))
    .min(1)
    .optional()
    .describe('Name of the port.'),
  namespaces: searchedNamespaces,
  ...pageFields,
  targetLabels: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('Labels of the object that are copied to its series.'),
  job: objectName
    .optional()
    .describe(
      'Label `job` of its series. Absent: name of the service, whatever the selected object is called.',
    ),
  jobLabel: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Label of the object whose value becomes `job`, for series that others read too; `job` says what that value is.',
    ),
  limits,
};

type Endpoint = z.output<z.ZodObject<typeof endpointFields>>;

/** @throws InvalidInput for fields that the operator rejects together */
export function checkEndpoint(resource: string, fields: Endpoint): void {
  checkConnection(resource, fields);
  checkTiming(resource, fields);
}

/** The operator names the port in `endpoint`. A service with such a label keeps it, and the port's name goes to `port`. */
const KEEP_ENDPOINT_OF_METRICS = [
  { action: 'replace', sourceLabels: [ENDPOINT_LABEL], targetLabel: 'port' },
  { action: 'labeldrop', regex: ENDPOINT_LABEL },
];

/** The entry of `endpoints` or `podMetricsEndpoints`. */
export function endpointOf(fields: Endpoint, context: ScrapeContext): Readonly<Record<string, unknown>> {
  const { port, path, scheme, honorLabels, metricRelabelings } = fields;
  const { interval, timeout } = timingOf(fields, context);
  return {
    ...(port === undefined ? {} : { port }),
    path,
    ...paramsOf(fields.params),
    scheme,
    interval,
    scrapeTimeout: timeout,
    ...connectionOf(fields),
    ...(honorLabels === undefined ? {} : { honorLabels }),
    relabelings: [
      ...(context.emitsEndpoint ? KEEP_ENDPOINT_OF_METRICS : []),
      // By default the name of the selected object, which need not be that of the service.
      ...(fields.jobLabel === undefined
        ? [{ targetLabel: 'job', replacement: fields.job ?? context.name }]
        : []),
      ...fields.relabelings,
    ],
    ...(metricRelabelings.length === 0 ? {} : { metricRelabelings }),
  };
}

/** The parts of a spec beside its endpoints. */
export function specOf(
  selector: Readonly<Record<string, string>>,
  { namespaces, jobLabel, limits: given }: Endpoint,
  context: ScrapeContext,
): Readonly<Record<string, unknown>> {
  return {
    selector: { matchLabels: selector },
    namespaceSelector: { matchNames: namespaces ?? [...(context.namespaces ?? [context.namespace])] },
    ...(jobLabel === undefined ? {} : { jobLabel }),
    ...limitsOf(given, context),
  };
}
