import type { PlacedService } from '../catalog/placement';
import { ruleResources } from '../catalog/rule-resources';
import { printGroup, type PrintedGroup } from '../rules/rule';

/**
 * Every rule group of a service as Prometheus evaluates it, in this order.
 * @example
 * ruleGroups(stack.placedService('payments', 'prod'))
 */
export const ruleGroups = (service: PlacedService): readonly PrintedGroup[] =>
  ruleResources(service).flatMap(({ groups }) => groups.map(printGroup));
