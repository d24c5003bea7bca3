import { createHash } from 'node:crypto';

/** Longest uid that Grafana accepts. */
const UID_LIMIT = 40;

/** The dashboards of a service. */
export type DashboardKind = 'signals' | 'slo';

const LONGEST_SUFFIX = '-signals'.length;

/** Longest name that a uid contains unabridged. */
export const LONGEST_PLAIN_NAME = UID_LIMIT - LONGEST_SUFFIX;

const HASH_LENGTH = 8;

/**
 * Start of the uids of a service's dashboards: its name, or the start of a long name and a hash of all of it. Bookmarks
 * and alerts contain uids, so uids depend on the name alone.
 */
export function uidStem(service: string): string {
  if (service.length <= LONGEST_PLAIN_NAME) return service;
  const hash = createHash('sha256').update(service).digest('hex').slice(0, HASH_LENGTH);
  return `${service.slice(0, LONGEST_PLAIN_NAME - HASH_LENGTH - 1)}-${hash}`;
}

/** Uid of one of a service's dashboards, at most 40 characters. */
export function dashboardUid(service: string, kind: DashboardKind): string {
  return `${uidStem(service)}-${kind}`;
}

/** Uid of the dashboard that lists all services. It cannot collide with a service's dashboard, whose uid has another suffix. */
export const OVERVIEW_UID = 'services-overview';

/** Path of a dashboard in Grafana. */
export function dashboardPath(uid: string): string {
  return `/d/${uid}`;
}

/**
 * Address of one of a service's dashboards.
 * @param grafana address of Grafana, without a slash at the end
 */
export function dashboardUrl(grafana: string, service: string, kind: DashboardKind): string {
  return grafana + dashboardPath(dashboardUid(service, kind));
}
