import { z } from 'zod';
import { mistake } from '../../findings/mistake';
import { ENDPOINT_LABEL } from '../../metrics/target-labels';
import { duration, seconds } from '../../promql/window';
import {
  countFrom1,
  dnsLabel,
  httpPath,
  labelValue,
  objectName,
  positiveDuration,
  secretRef,
} from '../fields';
import { scrapeTimeout } from '../scrape-timeout';
import type { ScrapeContext } from './kind';

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

const relabeling = z.strictObject({
  sourceLabels: z.array(z.string()).optional().describe('Labels whose values are joined and matched.'),
  separator: z.string().optional().describe('Joins the values.'),
  regex: z.string().optional().describe('RE2 expression, anchored at both ends.'),
  modulus: countFrom1.optional().describe('Modulus of `hashmod`.'),
  targetLabel: z.string().optional().describe('Label that is written.'),
  replacement: z.string().optional().describe('Value that is written, with `$1` for groups of `regex`.'),
  action: z.string().optional().describe('E.g. `replace`, `keep`, `drop`, `labeldrop`.'),
});

const tls = z.strictObject({
  serverName: z.string().min(1).optional().describe('Name in the certificate.'),
  ca: secretRef.optional().describe('Certificate of the authority that signed it.'),
  insecureSkipVerify: z.boolean().optional().describe('Accept any certificate.'),
});

/** What every endpoint can have, whether it is found by Services or by pods. */
export const endpointFields = {
  port: z
    .string(mistake('not a name', 'name the port; set targetPort for a number'))
    .min(1)
    .optional()
    .describe('Name of the port.'),
  namespaces: z
    .array(dnsLabel)
    .min(1)
    .optional()
    .describe('Namespaces that are searched. Absent: the namespace of the service.'),
  path: httpPath.default('/metrics').describe('Path of the metrics page.'),
  scheme: z.enum(['http', 'https']).default('http').describe('Protocol.'),
  tls: tls.optional().describe('TLS settings of an https endpoint.'),
  basicAuth: z
    .strictObject({
      username: secretRef.describe('User name.'),
      password: secretRef.describe('Password.'),
    })
    .optional()
    .describe('Credentials, from Secrets in the namespace of Prometheus.'),
  authorization: z
    .strictObject({
      type: z.string().default('Bearer').describe('Scheme of the header.'),
      credentials: secretRef.describe('The token.'),
    })
    .optional()
    .describe('Token, from a Secret in the namespace of Prometheus.'),
  interval: positiveDuration
    .optional()
    .describe('Interval between scrapes. Absent: `scrapeInterval` of the environment.'),
  timeout: positiveDuration
    .optional()
    .describe('Timeout of a scrape. Absent: 10s, or less for short intervals.'),
  honorLabels: z
    .boolean()
    .optional()
    .describe('Keep labels of the page that a target label collides with, as for a gateway.'),
  relabelings: z.array(relabeling).default([]).describe('Relabeling of targets.'),
  metricRelabelings: z.array(relabeling).default([]).describe('Relabeling of samples.'),
  targetLabels: z
    .array(z.string())
    .default([])
    .describe('Labels of the object that are copied to its series.'),
  job: objectName
    .optional()
    .describe(
      'Label `job` of its series. Absent: name of the service, whatever the selected object is called.',
    ),
};

type Endpoint = z.output<z.ZodObject<typeof endpointFields>>;

/** The operator names the port in `endpoint`. A service with such a label keeps it, and the port's name goes to `port`. */
const KEEP_ENDPOINT_OF_METRICS = [
  { action: 'replace', sourceLabels: [ENDPOINT_LABEL], targetLabel: 'port' },
  { action: 'labeldrop', regex: ENDPOINT_LABEL },
];

/** The entry of `endpoints` or `podMetricsEndpoints`. */
export function endpointOf(fields: Endpoint, context: ScrapeContext): Readonly<Record<string, unknown>> {
  const {
    port,
    path,
    scheme,
    tls: settings,
    basicAuth,
    authorization,
    honorLabels,
    metricRelabelings,
  } = fields;
  const { interval = context.scrapeInterval, timeout = duration(scrapeTimeout(interval)) } = fields;
  return {
    ...(port === undefined ? {} : { port }),
    path,
    scheme,
    interval,
    scrapeTimeout: seconds(timeout) > seconds(interval) ? interval : timeout,
    ...(settings === undefined
      ? {}
      : {
          tlsConfig: {
            ...(settings.serverName === undefined ? {} : { serverName: settings.serverName }),
            ...(settings.ca === undefined ? {} : { ca: { secret: settings.ca } }),
            ...(settings.insecureSkipVerify === undefined
              ? {}
              : { insecureSkipVerify: settings.insecureSkipVerify }),
          },
        }),
    ...(basicAuth === undefined ? {} : { basicAuth }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(honorLabels === undefined ? {} : { honorLabels }),
    relabelings: [
      ...(context.emitsEndpoint ? KEEP_ENDPOINT_OF_METRICS : []),
      // By default the name of the selected object, which need not be that of the service.
      { targetLabel: 'job', replacement: fields.job ?? context.name },
      ...fields.relabelings,
    ],
    ...(metricRelabelings.length === 0 ? {} : { metricRelabelings }),
  };
}

/** The parts of a spec beside its endpoints. */
export function specOf(
  selector: Readonly<Record<string, string>>,
  { namespaces }: Endpoint,
  { namespace, namespaces: own = [namespace], sampleLimit }: ScrapeContext,
): Readonly<Record<string, unknown>> {
  return {
    selector: { matchLabels: selector },
    namespaceSelector: { matchNames: namespaces ?? [...own] },
    ...(sampleLimit === undefined ? {} : { sampleLimit }),
  };
}
