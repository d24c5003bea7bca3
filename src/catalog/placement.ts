import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import type { Duration } from '../promql/window';
import { checkPlacedSlos, checkSlos } from '../slo/check';
import type { Environment } from './environment';
import { image } from './fields';
import { requireDistinct, requireKnownWorkloads, requireReplicas } from './placement-checks';
import { checkRuleLimit } from './rule-limit';
import { scrapeKindOf } from './scrape/index';
import { localServices } from './service-overrides';
import type { PushedSeries, Scope } from '../rules/scope';
import type { Service } from './service';
import {
  controllerOf,
  isServing,
  isWritten,
  runsElsewhere,
  workloadOf,
  type WrittenWorkload,
} from './workload/index';
import type { Controller } from '../rules/controllers/controller';

export { scopeValues } from '../rules/scope';

/** A service in one environment, with everything that its manifests and rules need. */
export interface PlacedService extends Service {
  readonly namespace: string;
  /** Every namespace that it runs in. @default only `namespace` */
  readonly namespaces?: readonly string[];
  /** Its monitor, where something else deploys the service in some of its namespaces. @default one for all of them */
  readonly monitor?: { readonly name: string; readonly namespaces: readonly string[] };
  /** The object whose pods are monitored. @default none is known */
  readonly controller?: Controller;
  /** Other such objects, in other namespaces. @default none */
  readonly otherControllers?: readonly Controller[];
  /** Namespace of services without a namespace of their own. */
  readonly servicesNamespace: string;
  /** Namespace of its monitor and rules, and of Prometheus. */
  readonly monitoringNamespace: string;
  /** Helm release whose selectors match them. */
  readonly release: string;
  readonly scrapeInterval: Duration;
  /** Series or alerts of one rule above which its evaluation fails. @default any number */
  readonly ruleLimit?: number;
  /** Label `job` of its series. @default its name */
  readonly job?: string;
  /** Labels that select its series besides `namespace` and `job`, or in their place. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels by which its targets differ. @default `pod` and `instance` */
  readonly targets?: Scope['targets'];
  /** Of a service whose series are pushed. @default they are scraped */
  readonly pushed?: PushedSeries;
  readonly runbooks: string;
  /** Address of the pages of services. @default alerts link to the generic runbooks */
  readonly serviceRunbooks?: string;
  /** Address of Grafana. @default alerts have no link to a dashboard */
  readonly grafana?: string;
}

/** A service that this stack deploys, and does not only monitor. */
export interface DeployedService extends PlacedService {
  readonly workload: WrittenWorkload;
}

export function isDeployed(service: PlacedService): service is DeployedService {
  return isWritten(service.workload);
}

/**
 * Whether there is `up` for the service. Series that are pushed have none, nor has a CronJob without metrics.
 */
export const isScraped = ({ metrics, pushed }: Pick<PlacedService, 'metrics' | 'pushed'>): boolean =>
  pushed === undefined && Object.keys(metrics).length > 0;

/** Whether the overview lists it: it does so by the label `job`, which services with labels of their own may share. */
export const isListed = (service: Pick<PlacedService, 'metrics' | 'pushed' | 'labels'>): boolean =>
  isScraped(service) && service.labels === undefined;

/** Environment variables of the process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** `order-api` → `ORDER_API_IMAGE`: the variable that overrides a service's image. */
function imageVariable(service: string): string {
  return `${service.replaceAll('-', '_').toUpperCase()}_IMAGE`;
}

/**
 * Puts services into an environment: once for each of their namespaces, without those that are absent there.
 * @param variables may hold images such as `ORDER_API_IMAGE`, which override those of the environment
 * @throws InvalidInput for an override of an unknown service, an image without a tag, or an SLO that
 * cannot be measured there
 */
export function placeServices(
  services: readonly Service[],
  environment: Environment,
  variables: Variables = {},
): readonly PlacedService[] {
  requireKnownWorkloads(services, environment);
  requireReplicas(services, environment);
  return localServices(services, environment).flatMap(({ service, namespaces }) => {
    checkRuleLimit(service, environment);
    checkSlos(`service "${service.name}"`, service.slos, {
      ...environment,
      resource: `environment "${environment.name}"`,
    });
    const several = namespaces.length === 1 ? {} : { namespaces };
    const places = namespaces.map((namespace) => {
      const placed = placeService(service, namespace, environment, variables);
      requireDistinct(placed, namespaces);
      checkPlacedSlos(placed, placed.slos);
      return { ...placed, ...several };
    });
    return runsElsewhere(service) ? besideExisting(places) : places;
  });
}

/** The name of the monitor of namespaces where something else deploys a service that is deployed in others. */
export const existingMonitor = (service: string): string => `${service}-existing`;

/** Places of a service that something else deploys in some namespaces. */
function besideExisting(places: readonly PlacedService[]): readonly PlacedService[] {
  const isMixed = new Set(places.map(isDeployed)).size > 1;
  const controllers = places.flatMap(({ controller }) => controller ?? []);
  return places.map((place) => {
    const alike = places.filter((each) => isDeployed(each) === isDeployed(place));
    const others = controllers.filter((each) => !isDeepStrictEqual(each, place.controller));
    return {
      ...place,
      ...(isMixed
        ? {
            monitor: {
              name: isDeployed(place) ? place.name : existingMonitor(place.name),
              namespaces: alike.map(({ namespace }) => namespace),
            },
          }
        : {}),
      ...(others.length === 0 ? {} : { otherControllers: others }),
    };
  });
}

/** Whether a service is the one for what there is once of it, in however many namespaces it runs. */
export const isFirstPlace = ({ namespace, namespaces }: PlacedService): boolean =>
  namespaces === undefined || namespaces[0] === namespace;

/** Name of its files and rules: with its namespace if it runs in several. */
export const placedName = ({
  name,
  namespace,
  namespaces,
}: Pick<PlacedService, 'name' | 'namespace' | 'namespaces'>): string =>
  namespaces === undefined ? name : `${name}-${namespace}`;

function placeService(
  service: Service,
  namespace: string,
  environment: Environment,
  variables: Variables,
): PlacedService {
  const workload = workloadOf(service, namespace);
  // The Service that is deployed has a ServiceMonitor of its own.
  const scrape = isServing(workload) ? undefined : service.scrape;
  const job = scrape && scrapeKindOf(scrape).job(scrape, service.name);
  const labels = scrape && scrapeKindOf(scrape).labels?.(scrape);
  const targets = scrape && scrapeKindOf(scrape).targets;
  const pushed = scrape && scrapeKindOf(scrape).pushed?.(scrape, Object.values(service.metrics));
  const override = { ...environment.workloads[service.name], ...imageFrom(variables, service.name) };
  const controller = controllerOf(workload, service.name);
  const { scrape: _ofExisting, ...everywhere } = service;
  return {
    ...everywhere,
    ...(scrape === undefined ? {} : { scrape }),
    namespace,
    workload: isWritten(workload) ? { ...workload, ...override } : workload,
    ...(controller === undefined ? {} : { controller }),
    servicesNamespace: environment.namespaces.services,
    monitoringNamespace: environment.namespaces.monitoring,
    release: environment.release,
    scrapeInterval: environment.scrapeInterval,
    ...(environment.rules.limit === undefined ? {} : { ruleLimit: environment.rules.limit }),
    ...(job === undefined || job === service.name ? {} : { job }),
    ...(labels === undefined || Object.keys(labels).length === 0 ? {} : { labels }),
    ...(targets === undefined ? {} : { targets }),
    ...(pushed === undefined ? {} : { pushed }),
    runbooks: environment.runbooks,
    ...(environment.serviceRunbooks === undefined ? {} : { serviceRunbooks: environment.serviceRunbooks }),
    ...(environment.grafana.url === undefined ? {} : { grafana: environment.grafana.url }),
  };
}

function imageFrom(variables: Variables, service: string): { readonly image?: string } {
  const variable = imageVariable(service);
  const value = variables[variable];
  // Build systems pass unset variables on as empty ones.
  if (value === undefined || value === '') return {};
  return {
    image: parseInput(z.strictObject({ [variable]: image }), 'environment variable', { [variable]: value })[
      variable
    ]!,
  };
}

/**
 * Samples above which Prometheus rejects a whole scrape, and with it every metric of the target. Twice the budget, so that
 * the alert on the budget fires long before.
 */
export function sampleLimit(seriesBudget: number): number {
  return Math.ceil((2 * seriesBudget) / 100) * 100;
}
