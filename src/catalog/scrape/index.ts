import { callsOf } from '../../findings/alternatives';
import { existingKind } from './existing';
import type { ScrapeKind } from './kind';
import { podMonitorKind } from './pod-monitor';
import { probeKind } from './probe';
import { pushedKind } from './pushed';
import { scrapeConfigKind } from './scrape-config';
import { serviceMonitorKind } from './service-monitor';

/** Every way to scrape a service, by the name that `kind` of a scrape has. */
export const scrapeKinds = {
  serviceMonitor: serviceMonitorKind,
  podMonitor: podMonitorKind,
  probe: probeKind,
  scrapeConfig: scrapeConfigKind,
  existing: existingKind,
  pushed: pushedKind,
} as const;

type ScrapeOf<K> = K extends ScrapeKind<infer S> ? S : never;

/** How a service that something else deploys is scraped. */
export type Scrape = ScrapeOf<(typeof scrapeKinds)[keyof typeof scrapeKinds]>;

/** What there is to know about scrapes of this one's kind. */
export const scrapeKindOf = ({ kind }: Scrape): ScrapeKind<Scrape> => scrapeKinds[kind];

/** Whether a function of this folder can have built it. */
export const isScrape = (value: unknown): value is Scrape =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  Object.hasOwn(scrapeKinds, String(value.kind));

/** The functions that make scrapes: `serviceMonitor({ ... }), podMonitor({ ... }), … or pushed({ ... })`. */
export const SCRAPE_FUNCTIONS = callsOf(Object.values(scrapeKinds).map(({ definedBy }) => definedBy));
