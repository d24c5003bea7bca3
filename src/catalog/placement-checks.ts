import { InvalidInput } from '../findings/invalid-input';
import { hasNamespace } from '../rules/scope';
import type { Environment } from './environment';
import type { PlacedService } from './placement';
import { scrapeKindOf } from './scrape/index';
import type { Service } from './service';
import { isWritten, withoutReplicas } from './workload/index';

/** @throws InvalidInput when the environment overrides a service that the stack does not deploy */
export function requireKnownWorkloads(services: readonly Service[], environment: Environment): void {
  const deployed = services.filter(({ workload }) => isWritten(workload)).map(({ name }) => name);
  const unknown = Object.keys(environment.workloads).find((name) => !deployed.includes(name));
  if (unknown !== undefined)
    throw new InvalidInput({
      resource: `environment "${environment.name}"`,
      path: `workloads.${unknown}`,
      message: 'this stack deploys no service of that name',
      found: unknown,
      fix:
        deployed.length === 0
          ? 'remove the override: every service is external'
          : `use one of ${deployed.join(', ')}`,
    });
}

/** @throws InvalidInput when the environment sets the number of pods of a workload that has none to set */
export function requireReplicas(services: readonly Service[], environment: Environment): void {
  const problems = services.flatMap(({ name, workload }) => {
    const replicas = environment.workloads[name]?.replicas;
    if (replicas === undefined || !isWritten(workload)) return [];
    const message = withoutReplicas(workload);
    return message === undefined
      ? []
      : [
          {
            resource: `environment "${environment.name}"`,
            path: `workloads.${name}.replicas`,
            message,
            found: replicas,
            fix: 'remove the override',
          },
        ];
  });
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** @throws InvalidInput for several namespaces of a service whose series do not differ by them */
export function requireDistinct(service: PlacedService, namespaces: readonly string[]): void {
  const { name, scrape } = service;
  const setsNamespace = scrape !== undefined && scrapeKindOf(scrape).setsNamespace === true;
  if (namespaces.length === 1 || (hasNamespace(service) && !setsNamespace)) return;
  throw new InvalidInput({
    resource: `service "${name}"`,
    path: 'namespace',
    message: `the series of scrape: ${scrape!.kind}({ ... }) are the same in every namespace of the service`,
    found: namespaces,
    fix: 'name one namespace, or define a service for each with a scrape of its own',
  });
}
