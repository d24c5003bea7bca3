import type { Environment } from '../../catalog/environment';
import { isFirstPlace, placeServices, type PlacedService } from '../../catalog/placement';
import type { Service } from '../../catalog/service';
import { servicePage } from '../../rules/alert';
import { runbookPage } from './page';

export interface RunbookFile {
  readonly path: string;
  readonly content: string;
}

/** One page a service, without those that are absent in the environment. */
export function runbookPages(services: readonly Service[], environment: Environment): readonly RunbookFile[] {
  const placed = placeServices(services, environment);
  return placed.filter(isFirstPlace).map((service) => {
    const others = placed.filter((one) => one.name === service.name && one.namespace !== service.namespace);
    const all: readonly [PlacedService, ...PlacedService[]] = [service, ...others];
    return {
      path: servicePage(service.name),
      content: runbookPage(all, { environment: environment.name, cluster: environment.cluster }),
    };
  });
}
