import { isScraped, type PlacedService } from '../catalog/placement';
import type { Trait } from '../faults/trait';

type ScrapeKind = NonNullable<PlacedService['scrape']>['kind'];

/** What each kind of scrape is made of. */
const OF_SCRAPE: Readonly<Record<ScrapeKind, readonly Trait[]>> = {
  serviceMonitor: ['metrics page', 'ServiceMonitor', 'Service'],
  podMonitor: ['metrics page', 'PodMonitor'],
  probe: ['probed addresses', 'Probe'],
  scrapeConfig: ['metrics page', 'ScrapeConfig'],
  existing: ['metrics page', 'scrape of others'],
  pushed: ['pushed series'],
};

/** What there is of a service that can break. */
export function traitsOf(service: PlacedService): ReadonlySet<Trait> {
  const { kind, autoscaler } = service.controller ?? {};
  const scrape = service.scrape?.kind ?? 'serviceMonitor';
  // Addresses stay targets, whatever becomes of what answers there.
  const isAddress = scrape === 'scrapeConfig' && kind === undefined;
  return new Set<Trait>([
    ...(kind === 'CronJob' ? (['jobs'] as const) : (['requests', 'pods'] as const)),
    ...(autoscaler === undefined ? [] : (['autoscaler'] as const)),
    ...(isAddress ? [] : (['workload'] as const)),
    ...(isAddress || kind === 'CronJob' || kind === 'DaemonSet' ? [] : (['replicas'] as const)),
    ...(isScraped(service) || scrape === 'pushed' ? OF_SCRAPE[scrape] : []),
  ]);
}
