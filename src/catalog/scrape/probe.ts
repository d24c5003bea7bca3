import * as z from 'zod';
import { InvalidInput } from '../../findings/invalid-input';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { probeAlerts } from '../../rules/probe';
import { httpPath, objectName } from '../fields';
import { labelSelector, searchedNamespaces } from './endpoint';
import type { ScrapeContext, ScrapeKind } from './kind';
import { checkConnection, connectionFields, connectionOf } from './parts/connection';
import { limits, limitsOf } from './parts/limits';
import { relabelingFields } from './parts/relabeling';
import { checkTiming, timingFields, timingOf } from './parts/timing';

export const probeSchema = z.strictObject({
  prober: z
    .strictObject({
      url: z
        .string()
        .regex(
          /^[^\s/:]+(:\d{1,5})?$/,
          mistake(
            'not a host and port',
            "write it like 'blackbox-exporter.monitoring:9115', with scheme and path apart",
          ),
        )
        .meta({ type: 'host and port' })
        .describe('Host and port of the exporter that probes, e.g. `blackbox-exporter.monitoring:9115`.'),
      scheme: z.enum(['http', 'https']).default('http').describe('Protocol of the exporter.'),
      path: httpPath.default('/probe').describe('Path of its probes.'),
    })
    .describe('The exporter that probes.'),
  module: z
    .string()
    .min(1)
    .optional()
    .meta({ type: 'text' })
    .describe(
      "How it probes: a module of its configuration, e.g. `http_2xx`. Absent: the exporter's default.",
    ),
  targets: z
    .array(z.string().min(1))
    .min(1, mistake('no targets', "list addresses, e.g. ['https://shop.example.com/health']"))
    .readonly()
    .optional()
    .describe('Addresses that are probed. This or `ingress` is required.'),
  ingress: z
    .strictObject({
      selector: labelSelector.describe('Labels of the Ingresses.'),
      namespaces: searchedNamespaces,
    })
    .optional()
    .describe('Ingresses whose hosts and paths are probed.'),
  ...connectionFields,
  ...timingFields,
  ...relabelingFields,
  job: objectName.optional().describe('Label `job` of its series. Absent: name of the service.'),
  limits,
});

/** An exporter probes the service from outside. */
export interface ProbeScrape extends Readonly<z.output<typeof probeSchema>> {
  readonly kind: 'probe';
}

/**
 * Probes a service through the blackbox exporter or the like, through a Probe. Its series are `probe_success` and
 * `probe_duration_seconds`, see {@link probeMetrics}.
 * @throws InvalidInput with every wrong field, or without exactly one of `targets` and `ingress`
 * @example
 * const scrape = probe({
 *   prober: { url: 'blackbox-exporter.monitoring:9115' },
 *   module: 'http_2xx',
 *   targets: ['https://shop.example.com/health'],
 * });
 */
export function probe(props: z.input<typeof probeSchema>): ProbeScrape {
  const resource = 'probe';
  const parsed = parseInput(probeSchema, resource, props);
  const { targets, ingress } = parsed;
  if ((targets === undefined) === (ingress === undefined))
    throw new InvalidInput({
      resource,
      path: 'targets',
      message: targets === undefined ? 'nothing to probe is given' : 'both targets and ingress are given',
      found: targets,
      fix: "set one of them: targets: ['https://shop.example.com/health'], or ingress: { selector: { app: 'shop' } }",
    });
  checkConnection(resource, parsed);
  checkTiming(resource, parsed);
  return { kind: 'probe', ...parsed };
}

/** The operator sets the namespace of a static target to that of the Probe, and of an Ingress to its own. */
function targetsOf({ targets, ingress, relabelings }: ProbeScrape, { namespace }: ScrapeContext) {
  if (ingress === undefined)
    return {
      staticConfig: {
        static: targets,
        labels: { namespace },
        ...(relabelings.length === 0 ? {} : { relabelingConfigs: relabelings }),
      },
    };
  const { selector, namespaces = [namespace] } = ingress;
  return {
    ingress: {
      selector: { matchLabels: selector },
      namespaceSelector: { matchNames: namespaces },
      relabelingConfigs: [{ targetLabel: 'namespace', replacement: namespace }, ...relabelings],
    },
  };
}

export const probeKind: ScrapeKind<ProbeScrape> = {
  definedBy: 'probe',
  targets: ['instance'],
  setsNamespace: true,
  schema: probeSchema,
  alerts: probeAlerts,
  job: ({ job }, service) => job ?? service,
  object: (scrape, context) => {
    const { prober, module: moduleName, job, metricRelabelings } = scrape;
    const { interval, timeout } = timingOf(scrape, context);
    return {
      kind: 'Probe',
      spec: {
        jobName: job ?? context.name,
        prober,
        ...(moduleName === undefined ? {} : { module: moduleName }),
        interval,
        scrapeTimeout: timeout,
        targets: targetsOf(scrape, context),
        ...connectionOf(scrape),
        ...(metricRelabelings.length === 0 ? {} : { metricRelabelings }),
        ...limitsOf(scrape.limits, context),
      },
    };
  },
};
