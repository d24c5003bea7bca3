import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { PrometheusRules } from '../constructs/prometheus-rules';
import { ServiceMonitor } from '../constructs/service-monitor';
import {
  hasDefaultMonitor,
  prometheusRulesProps,
  scrapedPlaces,
  scrapeObjectProps,
  serviceMonitorProps,
} from '../constructs/service-props';
import { ruleResources, type RuleResource } from '../../../catalog/rule-resources';

/** The ServiceMonitor and the rules of a service, but for those of its objectives. */
export class MonitoringChart extends Chart {
  /**
   * @param places the service in each of its namespaces, at least one
   * @param rules those of each place
   */
  constructor(
    scope: Construct,
    id: string,
    places: readonly PlacedService[],
    rules: readonly (readonly RuleResource[])[] = places.map(ruleResources),
  ) {
    const [service] = places as readonly [PlacedService];
    super(scope, id, { namespace: service.monitoringNamespace });
    for (const place of scrapedPlaces(places)) {
      const scraped = scrapeObjectProps(place);
      if (scraped !== undefined) new ApiObject(this, 'scrape', scraped);
      else if (hasDefaultMonitor(place))
        new ServiceMonitor(this, 'service-monitor', serviceMonitorProps(place));
    }
    for (const [index, place] of places.entries())
      for (const resource of rules[index]!.filter(({ objective }) => objective === undefined)) {
        const props = prometheusRulesProps(place, resource);
        new PrometheusRules(this, props.name!, props);
      }
  }
}

/** The rules of one objective. */
export class ObjectiveChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService, resource: RuleResource) {
    super(scope, id, { namespace: service.monitoringNamespace });
    new PrometheusRules(this, resource.name, prometheusRulesProps(service, resource));
  }
}
