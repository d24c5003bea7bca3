import { z } from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import { seconds, type Duration } from '../promql/window';
import { checkSlos } from '../slo/check';
import type { Environment } from './environment';
import { image } from './fields';
import type { Service } from './service';
import type { Workload } from './workload';

/** A service in one environment: everything that its manifests and rules need, decided. */
export interface PlacedService extends Service {
  readonly namespace: string;
  readonly workload: Workload | 'external';
  /** Where services go that name no namespace. */
  readonly servicesNamespace: string;
  /** Where its monitor and rules go, and where Prometheus runs. */
  readonly monitoringNamespace: string;
  /** Helm release whose selectors find them. */
  readonly release: string;
  readonly scrapeInterval: Duration;
  /** Where the runbooks are. */
  readonly runbooks: string;
  /** Where people open Grafana. @default unknown: alerts do not link to dashboards */
  readonly grafana?: string;
}

/** A service that this stack runs, not only watches. */
export type DeployedService = PlacedService & { readonly workload: Workload };

export function isDeployed(service: PlacedService): service is DeployedService {
  return service.workload !== 'external';
}

/** What the shell says beside STACK_ENV. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** `task-api` → `TASK_API_IMAGE`: the variable that overrides a service's image. */
function imageVariable(service: string): string {
  return `${service.replaceAll('-', '_').toUpperCase()}_IMAGE`;
}

/**
 * Puts services into an environment.
 * @param variables where `TASK_API_IMAGE` and its like are looked up; they win over the environment's images
 * @throws InvalidInput for an override of something that is not there, an image that is not pinned, or an SLO that
 * cannot be measured there
 */
export function placeServices(
  services: readonly Service[],
  environment: Environment,
  variables: Variables = {},
): readonly PlacedService[] {
  requireKnownWorkloads(services, environment);
  for (const { name, slos } of services)
    checkSlos(`service "${name}"`, slos, { ...environment, resource: `environment "${environment.name}"` });
  return services.map((service) => placeService(service, environment, variables));
}

function placeService(service: Service, environment: Environment, variables: Variables): PlacedService {
  const override = { ...environment.workloads[service.name], ...imageFrom(variables, service.name) };
  return {
    ...service,
    namespace: service.namespace ?? environment.namespaces.services,
    workload: service.workload === 'external' ? 'external' : { ...service.workload, ...override },
    servicesNamespace: environment.namespaces.services,
    monitoringNamespace: environment.namespaces.monitoring,
    release: environment.release,
    scrapeInterval: environment.scrapeInterval,
    runbooks: environment.runbooks,
    ...(environment.grafana.url === undefined ? {} : { grafana: environment.grafana.url }),
  };
}

function imageFrom(variables: Variables, service: string): { readonly image?: string } {
  const variable = imageVariable(service);
  const value = variables[variable];
  // Build systems pass variables on that they do not have.
  if (value === undefined || value === '') return {};
  return {
    image: parseInput(z.strictObject({ [variable]: image }), 'environment variable', { [variable]: value })[
      variable
    ]!,
  };
}

/** @throws InvalidInput when the environment changes a service that is not there to be changed */
function requireKnownWorkloads(services: readonly Service[], environment: Environment): void {
  const deployed = services.filter(({ workload }) => workload !== 'external').map(({ name }) => name);
  const unknown = Object.keys(environment.workloads).find((name) => !deployed.includes(name));
  if (unknown !== undefined)
    throw new InvalidInput({
      resource: `environment "${environment.name}"`,
      path: `workloads.${unknown}`,
      message: 'changes a service that this stack does not deploy',
      found: unknown,
      fix: `use one of ${deployed.join(', ') || 'none: every service is external'}`,
    });
}

/** Prometheus' own default, and never as long as the interval: a scrape would run into the next. */
const LONGEST_SCRAPE_TIMEOUT = 10;

/** How long one scrape may take, in seconds. */
export function scrapeTimeout(scrapeInterval: Duration): number {
  const interval = seconds(scrapeInterval);
  return interval > LONGEST_SCRAPE_TIMEOUT ? LONGEST_SCRAPE_TIMEOUT : interval * 0.8;
}

/**
 * Samples at which Prometheus refuses a whole scrape. Twice the budget: the alert on the budget comes long before, and
 * a refusal costs every metric of the target.
 */
export function sampleLimit(seriesBudget: number): number {
  return Math.ceil((2 * seriesBudget) / 100) * 100;
}
