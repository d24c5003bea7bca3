import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { sampleLimit, type DeployedService, type PlacedService } from '../../../catalog/placement';
import type { RuleResource } from '../../../catalog/rule-resources';
import type { Workload } from '../../../catalog/workload';
import { emitsEndpoint, nativeHistogramScrape } from '../../../metrics/contract';
import type { GrafanaDashboardProps } from './grafana-dashboard';
import { metricsPort, selectorLabels, workloadLabels } from './identity';
import type { PrometheusRulesProps } from './prometheus-rules';
import type { ServiceMonitorProps } from './service-monitor';
import type { WorkloadProps } from './workload';

// The props of each construct for a service in an environment. MonitoredService and the charts of a stack share them.

export function workloadProps(service: DeployedService): WorkloadProps {
  const { name, namespace, port, metricsPort, team, release, monitoringNamespace } = service;
  const settings: Workload = service.workload;
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

export function serviceMonitorProps(service: PlacedService): ServiceMonitorProps {
  const histograms = nativeHistogramScrape(service.metrics);
  return {
    ...monitoringObject(service),
    name: service.name,
    selector: selectorLabels(service),
    port: metricsPort(service).name,
    serviceNamespaces: [service.namespace],
    path: service.metricsPath,
    interval: service.scrapeInterval,
    sampleLimit: sampleLimit(service.seriesBudget),
    endpointLabel: emitsEndpoint(service.metrics) ? 'metrics' : 'target',
    ...(histograms === undefined ? {} : { histograms }),
  };
}

export function prometheusRulesProps(service: PlacedService, resource: RuleResource): PrometheusRulesProps {
  return { ...monitoringObject(service), ...resource };
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
