import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Environment } from '../../../catalog/environment';
import { isDeployed, placeServices } from '../../../catalog/placement';
import { ruleResources } from '../../../catalog/rule-resources';
import type { Service } from '../../../catalog/service';
import { InvalidInput } from '../../../findings/invalid-input';
import { serviceDashboards } from '../../../dashboards/service-dashboards';
import { addPatches } from '../patches';
import { GrafanaDashboard } from './grafana-dashboard';
import { PrometheusRules } from './prometheus-rules';
import { ServiceMonitor } from './service-monitor';
import {
  grafanaDashboardProps,
  hasDefaultMonitor,
  prometheusRulesProps,
  scrapedPlaces,
  scrapeObjectProps,
  serviceMonitorProps,
  workloadObjectsProps,
  workloadProps,
} from './service-props';
import { Workload } from './workload';
import { WorkloadObjects } from './workload-objects';

export interface MonitoredServiceProps {
  /** The service, from `defineService({ ... })`. */
  readonly service: Service;
  /**
   * Where it runs, from `defineEnvironment({ ... })`. Workloads go to the namespace of the service, all other objects to
   * the namespace of Prometheus, whatever the namespace of the chart is.
   */
  readonly environment: Environment;
  /**
   * Who scrapes the service: `ServiceMonitor` creates one; `existing` relies on a scrape configuration that you have,
   * which must set the labels `job` (name of the service) and `namespace`.
   * @default 'ServiceMonitor'
   */
  readonly scrape?: 'ServiceMonitor' | 'existing';
}

/**
 * Everything for one service: workload (unless it is external), ServiceMonitor, rules and dashboards.
 * @example
 * new MonitoredService(chart, 'payments', { service: payments, environment: prod });
 */
export class MonitoredService extends Construct {
  /** Name of the service. */
  readonly name: string;
  /** Absent if something else deploys the service, or its workload is of another kind. */
  readonly workload?: Workload;
  /** The objects of a workload that is not a Deployment. */
  readonly objects?: WorkloadObjects;
  /** Absent if something else scrapes the service, or its `scrape` says how. */
  readonly monitor?: ServiceMonitor;
  /** Recording rules, objectives and alerts, as far as the service has them. */
  readonly rules: readonly PrometheusRules[];
  /** Golden signals, then error budgets if the service has objectives. */
  readonly dashboards: readonly GrafanaDashboard[];

  /** @throws InvalidInput when the service cannot run in the environment, an object is too large, or a patch has no target */
  constructor(scope: Construct, id: string, { service, environment, scrape }: MonitoredServiceProps) {
    super(scope, id);
    const places = placeServices([service], onlyFor(service, environment));
    const [placed, ...others] = places;
    if (placed === undefined)
      throw new InvalidInput({
        resource: `service "${service.name}"`,
        path: 'services',
        message: `absent in environment "${environment.name}"`,
        found: 'absent',
        fix: 'leave the construct out there, or remove the override',
      });
    this.name = placed.name;
    if (isDeployed(placed)) {
      const ofDeployment = workloadProps(placed);
      if (ofDeployment !== undefined) this.workload = new Workload(this, 'workload', ofDeployment);
      else this.objects = new WorkloadObjects(this, 'workload', workloadObjectsProps(placed));
    }
    for (const place of others.filter(isDeployed))
      new WorkloadObjects(this, `workload-${place.namespace}`, workloadObjectsProps(place));
    for (const place of scrapedPlaces(places)) {
      const scraped = scrapeObjectProps(place);
      if (scraped !== undefined) new ApiObject(this, 'scrape', scraped);
      else if (scrape !== 'existing' && hasDefaultMonitor(place))
        this.monitor = new ServiceMonitor(this, 'service-monitor', serviceMonitorProps(place));
    }
    this.rules = places.flatMap((place) =>
      ruleResources(place).map((resource) => {
        const props = prometheusRulesProps(place, resource);
        return new PrometheusRules(this, props.name!, props);
      }),
    );
    this.dashboards = serviceDashboards(placed).map(
      (dashboard) =>
        new GrafanaDashboard(this, `dashboard-${dashboard.uid!}`, grafanaDashboardProps(placed, dashboard)),
    );
    addPatches(this, placed.patches, `service "${placed.name}"`);
  }
}

/** The environment may override other services, which this construct does not place. */
function onlyFor({ name }: Service, environment: Environment): Environment {
  const only = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key === name));
  return { ...environment, workloads: only(environment.workloads), services: only(environment.services) };
}
