import { Construct } from 'constructs';
import {
  ServiceMonitor as ServiceMonitorObject,
  ServiceMonitorSpecEndpointsRelabelingsAction as Action,
  ServiceMonitorSpecEndpointsScheme as Scheme,
  type ServiceMonitorSpecEndpointsRelabelings as Relabeling,
} from '../../../../imports/monitoring.coreos.com';
import { sampleLimit, scrapeTimeout, type PlacedService } from '../../../catalog/placement';
import { emitsEndpoint } from '../../../metrics/contract';
import { ENDPOINT_LABEL } from '../../../metrics/target-labels';
import { duration } from '../../../promql/window';
import { metricsPort, monitoringLabels, selectorLabels } from './identity';

/**
 * Makes way for a service's own `endpoint` label. Otherwise Prometheus would store it as `exported_endpoint`, and
 * rules by endpoint would see one route, named after the port. The port name moves to `port`, so nothing is lost.
 * @see https://github.com/prometheus-operator/prometheus-operator/issues/3082
 */
const YIELD_ENDPOINT: readonly Relabeling[] = [
  { action: Action.REPLACE, sourceLabels: [ENDPOINT_LABEL], targetLabel: 'port' },
  { action: Action.LABELDROP, regex: ENDPOINT_LABEL },
];

/** Tells Prometheus to scrape the pods behind a service's Service. */
export class ServiceMonitor extends Construct {
  constructor(scope: Construct, id: string, service: PlacedService) {
    super(scope, id);
    const { name, monitoringNamespace, scrapeInterval, seriesBudget } = service;
    new ServiceMonitorObject(this, 'service-monitor', {
      metadata: { name, namespace: monitoringNamespace, labels: monitoringLabels(service) },
      spec: {
        // These are labels of the Service, not of its pods.
        selector: { matchLabels: selectorLabels(service) },
        namespaceSelector: { matchNames: [service.namespace] },
        endpoints: [
          {
            port: metricsPort(service).name,
            path: service.metricsPath,
            scheme: Scheme.HTTP,
            interval: scrapeInterval,
            scrapeTimeout: duration(scrapeTimeout(scrapeInterval)),
            ...(emitsEndpoint(service.metrics) ? { relabelings: [...YIELD_ENDPOINT] } : {}),
          },
        ],
        sampleLimit: sampleLimit(seriesBudget),
      },
    });
  }
}
