import type { ApiObjectProps } from 'cdk8s';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  placedName,
  sampleLimit,
  type DeployedService,
  type PlacedService,
} from '../../../catalog/placement';
import { scrapeKindOf } from '../../../catalog/scrape/index';
import type { RuleResource } from '../../../catalog/rule-resources';
import { emitsEndpoint, nativeHistogramScrape } from '../../../metrics/contract';
import type { GrafanaDashboardProps } from './grafana-dashboard';
import { metricsPort, selectorLabels, workloadLabels } from './identity';
import type { PrometheusRulesProps } from './prometheus-rules';
import type { ServiceMonitorProps } from './service-monitor';
import type { WorkloadProps } from './workload';
import type { WorkloadObjectsProps } from './workload-objects';

// The props of each construct for a service in an environment. MonitoredService and the charts of a stack share them.

/** The props of a Deployment. @returns undefined for a workload of another kind */
export function workloadProps(service: DeployedService): WorkloadProps | undefined {
  const { name, namespace, port, metricsPort, team, release, monitoringNamespace, workload } = service;
  if (workload.kind !== 'deployment' || port === undefined) return undefined;
  const { kind: _, ...settings } = workload;
  return {
    name,
    namespace,
    labels: { team },
    port,
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...settings,
    prometheus: { release, namespace: monitoringNamespace },
  };
}

export function workloadObjectsProps(service: DeployedService): WorkloadObjectsProps {
  const { name, namespace, port, metricsPort, team, release, monitoringNamespace, workload } = service;
  const prometheus = { release, namespace: monitoringNamespace };
  return { namespace, labels: { team }, parts: { name, port, metricsPort, workload, prometheus } };
}

/** One place for each monitor of a service: one, or two if something else deploys it in some of its namespaces. */
export const scrapedPlaces = (places: readonly PlacedService[]): readonly PlacedService[] =>
  places.filter(
    ({ monitor }, index) => places.findIndex((each) => each.monitor?.name === monitor?.name) === index,
  );

/** Whether the service is scraped through the ServiceMonitor that services get by themselves. */
export const hasDefaultMonitor = ({ scrape, port }: PlacedService): boolean =>
  scrape === undefined && port !== undefined;

export function serviceMonitorProps(service: PlacedService): ServiceMonitorProps {
  const histograms = nativeHistogramScrape(service.metrics);
  return {
    ...monitoringObject(service),
    name: service.monitor?.name ?? service.name,
    selector: selectorLabels(service),
    // A service without a port has a scrape of its own.
    port: metricsPort({ ...service, port: service.port! }).name,
    serviceNamespaces: service.monitor?.namespaces ?? service.namespaces ?? [service.namespace],
    path: service.metricsPath,
    interval: service.scrapeInterval,
    ...(service.seriesBudget === undefined ? {} : { sampleLimit: sampleLimit(service.seriesBudget) }),
    endpointLabel: emitsEndpoint(service.metrics) ? 'metrics' : 'target',
    ...(histograms === undefined ? {} : { histograms }),
  };
}

/** The object that makes Prometheus scrape an external service, if one is written. */
export function scrapeObjectProps(service: PlacedService): ApiObjectProps | undefined {
  const { scrape, seriesBudget, metrics } = service;
  const object =
    scrape &&
    scrapeKindOf(scrape).object(scrape, {
      ...service,
      ...(service.monitor === undefined ? {} : { namespaces: service.monitor.namespaces }),
      ...(seriesBudget === undefined ? {} : { sampleLimit: sampleLimit(seriesBudget) }),
      emitsEndpoint: emitsEndpoint(metrics),
    });
  if (object === undefined) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    metadata: { ...monitoringObject(service), name: service.monitor?.name ?? service.name },
    ...object,
  };
}

export function prometheusRulesProps(service: PlacedService, resource: RuleResource): PrometheusRulesProps {
  const name = placedName(service) + resource.name.slice(service.name.length);
  return { ...monitoringObject(service), ...resource, name };
}

export function grafanaDashboardProps(service: PlacedService, dashboard: Dashboard): GrafanaDashboardProps {
  return { dashboard, namespace: service.monitoringNamespace, labels: serviceLabels(service) };
}

const serviceLabels = (service: PlacedService) => ({ ...workloadLabels(service), team: service.team });

/** The chart's default selectors require the label `release`; with discovery mode `all` it has no effect. */
const monitoringObject = (service: PlacedService) => ({
  namespace: service.monitoringNamespace,
  labels: { ...serviceLabels(service), release: service.release },
});
