import * as z from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import { alertPrefix } from '../rules/naming';
import { defineEnvironment, type Environment } from './environment';
import { localProgramSchema, type LocalProgram, type LocalProgramProps } from './local-program';
import { placeServices, type PlacedService } from './placement';
import type { EnvironmentSettings } from './props';
import type { Service } from './service';
import { isServing } from './workload/index';

export interface StackProps {
  /** Every service that is deployed or monitored, in any order. */
  readonly services: readonly Service[];
  /** The clusters that the stack is deployed to, by name. The first one is the default. */
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  /**
   * How `signalproof local` runs deployed services without their images, and which requests it sends to them, by
   * service name. A program gets the environment of its pod and must end when its IPC channel closes.
   * @default only what `--command` and `--target` name, with `GET /` as the only request
   * @example { payments: { node: ['--import', 'tsx', 'src/payments/main.ts'], requests: [{ path: '/payments' }] } }
   */
  readonly local?: Readonly<Record<string, LocalProgramProps>>;
}

/** Services and the environments that they run in: everything that commands work on. */
export interface Stack {
  /** In the order of their names. */
  readonly services: readonly Service[];
  readonly environmentNames: readonly string[];
  /** See {@link StackProps.local}. */
  readonly local: Readonly<Record<string, LocalProgram>>;
  /** The first one. */
  readonly defaultEnvironment: string;
  /** @throws InvalidInput for an unknown name, or a wrong field of that environment */
  readonly environment: (name: string) => Environment;
  /** @throws InvalidInput for an unknown service or environment */
  readonly placedService: (service: string, environment: string) => PlacedService;
}

/**
 * Combines services and environments. Environments are checked when they are used, so that a mistake in one does not
 * affect the others.
 * @throws InvalidInput when an entry is not a service, when two services share names of rules, alerts or files, for
 * a wrong entry of `local`, or without any environment
 * @example
 * export default defineStack({
 *   services: [payments],
 *   environments: {
 *     dev: {
 *       cluster: 'dev',
 *       platform: 'kind',
 *       release: 'prometheus',
 *       namespaces: { services: 'default', monitoring: 'monitoring' },
 *       discovery: 'all',
 *       scrapeInterval: '30s',
 *       retention: '31d',
 *       storage: 'ephemeral',
 *       replicas: 1,
 *       grafana: { adminSecret: 'grafana-admin' },
 *       runbooks: 'https://example.com/runbooks',
 *     },
 *   },
 * });
 */
export function defineStack({ services, environments, local = {} }: StackProps): Stack {
  const sorted = uniqueServices(services).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const environmentNames = Object.keys(environments);
  const [defaultEnvironment] = environmentNames;
  if (defaultEnvironment === undefined)
    throw new InvalidInput({
      resource: 'stack',
      path: 'environments',
      message: 'no environments defined',
      found: environments,
      fix: 'define at least one environment',
    });
  const environment = (name: string): Environment => {
    const props = Object.hasOwn(environments, name) ? environments[name] : undefined;
    if (props === undefined)
      throw new InvalidInput({
        resource: 'environment',
        path: 'name',
        message: 'unknown name',
        found: name,
        fix: `use one of ${environmentNames.join(', ')}, or add it to the environments of the stack`,
      });
    return defineEnvironment({ name, ...props });
  };
  requireKnownNamespaces(sorted, Object.values(environments));
  const placedService = (name: string, environmentName: string): PlacedService => {
    const placed = placeServices(sorted, environment(environmentName));
    const found = placed.find((service) => service.name === name);
    if (found === undefined)
      throw new InvalidInput({
        resource: 'stack',
        path: 'service',
        message: 'unknown service',
        found: name,
        fix: `use one of ${placed.map((service) => service.name).join(', ')}, or add it to the services of the stack`,
      });
    return found;
  };
  return {
    services: sorted,
    environmentNames,
    defaultEnvironment,
    local: localPrograms(local, sorted),
    environment,
    placedService,
  };
}

const stackLocal = z.strictObject({ local: z.record(z.string(), localProgramSchema) });

/** @throws InvalidInput for a wrong field, or a name that is not a deployed service */
function localPrograms(
  local: Readonly<Record<string, LocalProgramProps>>,
  services: readonly Service[],
): Readonly<Record<string, LocalProgram>> {
  const programs = parseInput(stackLocal, 'stack', { local }).local;
  const deployed = services.filter(({ workload }) => isServing(workload)).map(({ name }) => name);
  const unknown = Object.keys(programs).find((name) => !deployed.includes(name));
  if (unknown !== undefined)
    throw new InvalidInput({
      resource: 'stack',
      path: `local.${unknown}`,
      message: 'this stack deploys no service of that name',
      found: unknown,
      fix:
        deployed.length === 0 ? 'remove it: every service is external' : `use one of ${deployed.join(', ')}`,
    });
  return programs;
}

/** @throws InvalidInput when a service runs in no namespace, of any environment, for which its `workloadIn` has an entry */
function requireKnownNamespaces(
  services: readonly Service[],
  environments: readonly EnvironmentSettings[],
): void {
  for (const { name, namespace, workloadIn } of services) {
    const known = new Set([
      ...[namespace ?? environments.map(({ namespaces }) => namespaces.services)].flat(),
      ...environments.flatMap(({ services: overrides = {} }) => {
        const override = overrides[name];
        return typeof override === 'object' ? (override.namespaces ?? []) : [];
      }),
    ]);
    const unknown = Object.keys(workloadIn).find((each) => !known.has(each));
    if (unknown !== undefined)
      throw new InvalidInput({
        resource: `service "${name}"`,
        path: `workloadIn.${unknown}`,
        message: 'the service does not run in this namespace in any environment',
        found: unknown,
        fix: `use one of ${[...known].join(', ')}, or add it to namespace`,
      });
  }
}

/**
 * Checks a list of services.
 * @throws InvalidInput when an entry is not a service, or two of them would share names of rules, alerts or files
 */
export function uniqueServices(services: readonly Service[]): readonly Service[] {
  const owners = new Map<string, string>();
  for (const service of services) {
    if (typeof service !== 'object' || service === null || !('slos' in service))
      throw new InvalidInput({
        resource: 'stack',
        path: 'services',
        message: 'an entry is not a service',
        found: service,
        fix: 'list only what defineService({ ... }) returns',
      });
    const { name } = service;
    // `a-1` and `a1` are different names, and both call their alerts A1….
    const owner = owners.get(name) ?? owners.get(alertPrefix(name));
    if (owner !== undefined)
      throw new InvalidInput({
        resource: `service "${name}"`,
        path: 'name',
        message:
          owner === name ? 'duplicate name' : `alerts would have the same names as those of service ${owner}`,
        found: name,
        fix: 'give each service its own name, which rules, alerts and files contain',
      });
    owners.set(name, name).set(alertPrefix(name), name);
  }
  return services;
}
