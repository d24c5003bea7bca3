import { InvalidInput } from '../findings/invalid-input';
import { alertPrefix } from '../rules/naming';
import type { Service } from './service';
import * as services from '../stack/services/index';

/** The services of services.ts, in the order of their names. */
export const allServices: readonly Service[] = uniqueServices(Object.values(services)).toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
);

/**
 * Checks a list of services.
 * @throws InvalidInput when an entry is none, or two of them would share names of rules, alerts or files
 */
export function uniqueServices(services: readonly Service[]): readonly Service[] {
  const owners = new Map<string, string>();
  for (const service of services) {
    if (typeof service !== 'object' || service === null || !('slos' in service))
      throw new InvalidInput({
        resource: 'catalog',
        field: 'services.ts',
        problem: 'exports something that is not a service',
        got: service,
        fix: 'export only what defineService({ ... }) returns',
      });
    const { name } = service;
    // `a-1` and `a1` are different names, and both call their alerts A1….
    const owner = owners.get(name) ?? owners.get(alertPrefix(name));
    if (owner !== undefined)
      throw new InvalidInput({
        resource: `service "${name}"`,
        field: 'name',
        problem:
          owner === name ? 'is taken by another service' : `gives its alerts the names of those of ${owner}`,
        got: name,
        fix: 'give each service its own name: rules, alerts and files are named after it',
      });
    owners.set(name, name).set(alertPrefix(name), name);
  }
  return services;
}
