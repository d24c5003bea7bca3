import { InvalidInput } from '../findings/invalid-input';
import { findEnvironment } from '../stack/environments';
import { placeServices, type PlacedService } from './placement';
import { allServices } from './all-services';

/**
 * A service of the catalog in an environment.
 * @throws InvalidInput for a name that is not in the catalog
 */
export function findPlacedService(name: string, environment: string): PlacedService {
  const placed = placeServices(allServices, findEnvironment(environment));
  const found = placed.find((service) => service.name === name);
  if (found === undefined)
    throw new InvalidInput({
      resource: 'catalog',
      field: 'service',
      problem: 'is not in the list',
      got: name,
      fix: `use one of ${placed.map((service) => service.name).join(', ')}, or add it to src/stack/services/index.ts`,
    });
  return found;
}
