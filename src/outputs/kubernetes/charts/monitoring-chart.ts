import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { PrometheusRules } from '../constructs/prometheus-rules';
import { ServiceMonitor } from '../constructs/service-monitor';
import { ruleResources } from '../../../catalog/rule-resources';

/** What Prometheus scrapes, computes and watches for a service. */
export class MonitoringChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService) {
    super(scope, id, { namespace: service.monitoringNamespace });
    new ServiceMonitor(this, 'service-monitor', service);
    for (const { name, groups } of ruleResources(service))
      new PrometheusRules(this, name, { name, service, groups });
  }
}
