import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { PrometheusRules } from '../constructs/prometheus-rules';
import { ServiceMonitor } from '../constructs/service-monitor';
import {
  hasDefaultMonitor,
  prometheusRulesProps,
  scrapeObjectProps,
  serviceMonitorProps,
} from '../constructs/service-props';
import { ruleResources, type RuleResource } from '../../../catalog/rule-resources';

/** The ServiceMonitor and the rules of a service, but for those of its objectives. */
export class MonitoringChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService) {
    super(scope, id, { namespace: service.monitoringNamespace });
    const scraped = scrapeObjectProps(service);
    if (scraped !== undefined) new ApiObject(this, 'scrape', scraped);
    else if (hasDefaultMonitor(service))
      new ServiceMonitor(this, 'service-monitor', serviceMonitorProps(service));
    for (const resource of ruleResources(service).filter(({ objective }) => objective === undefined))
      new PrometheusRules(this, resource.name, prometheusRulesProps(service, resource));
  }
}

/** The rules of one objective. */
export class ObjectiveChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService, resource: RuleResource) {
    super(scope, id, { namespace: service.monitoringNamespace });
    new PrometheusRules(this, resource.name, prometheusRulesProps(service, resource));
  }
}
