import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { PrometheusRules } from '../constructs/prometheus-rules';
import { ServiceMonitor } from '../constructs/service-monitor';
import { prometheusRulesProps, serviceMonitorProps } from '../constructs/service-props';
import { ruleResources } from '../../../catalog/rule-resources';

/** The ServiceMonitor and the rules of a service. */
export class MonitoringChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService) {
    super(scope, id, { namespace: service.monitoringNamespace });
    new ServiceMonitor(this, 'service-monitor', serviceMonitorProps(service));
    for (const resource of ruleResources(service))
      new PrometheusRules(this, resource.name, prometheusRulesProps(service, resource));
  }
}
