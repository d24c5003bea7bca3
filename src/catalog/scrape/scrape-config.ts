import * as z from 'zod';
import { InvalidInput } from '../../findings/invalid-input';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { httpUrl, objectName, positiveDuration } from '../fields';
import type { ScrapeKind } from './kind';
import { checkConnection, connectionOf } from './parts/connection';
import { limits, limitsOf } from './parts/limits';
import { pageFields, paramsOf } from './parts/page';
import { portNumber } from './port';
import { checkTiming, timingOf } from './parts/timing';

const hostAndPort = z
  .string()
  .regex(
    /^[^\s/]+:\d{1,5}$/,
    mistake('not a host and port', "write it like 'db.example.com:9187', with scheme and path apart"),
  )
  .meta({ type: 'host and port' });

export const scrapeConfigSchema = z.strictObject({
  targets: z
    .array(hostAndPort)
    .min(1, mistake('no targets', "list hosts and ports, e.g. ['db.example.com:9187']"))
    .readonly()
    .optional()
    .describe('Hosts and ports. This, `httpDiscovery` or `dnsDiscovery` is required.'),
  labels: z.record(z.string(), z.string()).default({}).describe('Labels of the series of `targets`.'),
  httpDiscovery: z
    .strictObject({
      url: httpUrl.describe('Address that answers with the targets as JSON.'),
      refreshInterval: positiveDuration
        .optional()
        .describe("Interval between requests. Absent: Prometheus' 1m."),
    })
    .optional()
    .describe('Targets from an address that needs no credentials.'),
  dnsDiscovery: z
    .strictObject({
      names: z.array(z.string().min(1)).min(1).readonly().describe('Names that are resolved.'),
      type: z.enum(['A', 'AAAA', 'SRV']).default('SRV').describe('Kind of record.'),
      port: portNumber.optional().describe('Port of the targets; required unless the records are SRV.'),
    })
    .optional()
    .describe('Targets from DNS records.'),
  ...pageFields,
  job: objectName.optional().describe('Label `job` of its series. Absent: name of the service.'),
  limits,
});

/** A ScrapeConfig for targets outside of the cluster. */
export interface ScrapeConfigScrape extends Readonly<z.output<typeof scrapeConfigSchema>> {
  readonly kind: 'scrapeConfig';
}

const WAYS = ['targets', 'httpDiscovery', 'dnsDiscovery'] as const;

/**
 * Scrapes targets outside of the cluster, through a ScrapeConfig. Their series have the namespace of the service.
 * @throws InvalidInput with every wrong field, or without exactly one of `targets`, `httpDiscovery` and `dnsDiscovery`
 * @example
 * const scrape = scrapeConfig({ targets: ['db.example.com:9187'], scheme: 'https' });
 */
export function scrapeConfig(props: z.input<typeof scrapeConfigSchema>): ScrapeConfigScrape {
  const resource = 'scrapeConfig';
  const parsed = parseInput(scrapeConfigSchema, resource, props);
  const given = WAYS.filter((way) => parsed[way] !== undefined);
  if (given.length !== 1)
    throw new InvalidInput({
      resource,
      path: 'targets',
      message: given.length === 0 ? 'no targets are given' : `${given.join(' and ')} are given`,
      found: parsed.targets,
      fix: "set one of them, e.g. targets: ['db.example.com:9187']",
    });
  const { dnsDiscovery } = parsed;
  if (dnsDiscovery !== undefined && dnsDiscovery.type !== 'SRV' && dnsDiscovery.port === undefined)
    throw new InvalidInput({
      resource,
      path: 'dnsDiscovery.port',
      message: `records of type ${dnsDiscovery.type} have no port`,
      found: undefined,
      fix: 'give the port of the targets, or resolve SRV records',
    });
  checkConnection(resource, parsed);
  checkTiming(resource, parsed);
  return { kind: 'scrapeConfig', ...parsed };
}

function discoveryOf({ targets, labels, httpDiscovery, dnsDiscovery }: ScrapeConfigScrape) {
  if (httpDiscovery !== undefined) return { httpSDConfigs: [httpDiscovery] };
  if (dnsDiscovery !== undefined) return { dnsSDConfigs: [dnsDiscovery] };
  return { staticConfigs: [{ targets, ...(Object.keys(labels).length === 0 ? {} : { labels }) }] };
}

export const scrapeConfigKind: ScrapeKind<ScrapeConfigScrape> = {
  definedBy: 'scrapeConfig',
  targets: ['instance'],
  setsNamespace: true,
  schema: scrapeConfigSchema,
  job: ({ job }, service) => job ?? service,
  page: ({ path, scheme }) => ({ path, scheme }),
  object: (scrape, context) => {
    const { path, scheme, honorLabels, job, relabelings, metricRelabelings } = scrape;
    const { interval, timeout } = timingOf(scrape, context);
    return {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'ScrapeConfig',
      spec: {
        jobName: job ?? context.name,
        ...discoveryOf(scrape),
        metricsPath: path,
        ...paramsOf(scrape.params),
        scheme: scheme.toUpperCase(),
        scrapeInterval: interval,
        scrapeTimeout: timeout,
        ...connectionOf(scrape),
        ...(honorLabels === undefined ? {} : { honorLabels }),
        // Targets outside of the cluster are in no namespace.
        relabelings: [{ targetLabel: 'namespace', replacement: context.namespace }, ...relabelings],
        ...(metricRelabelings.length === 0 ? {} : { metricRelabelings }),
        ...limitsOf(scrape.limits, context),
      },
    };
  },
};
