import type { Outage } from '../outage';
import { errorOutages } from './errors';
import { monitoringOutages } from './monitoring';
import { patternOutages } from './patterns';
import { podOutages } from './pods';
import { resourceOutages } from './resources';
import { trafficOutages } from './traffic';

/** The outages of the matrix, by what is wrong. */
export const OUTAGES: Readonly<Record<string, readonly Outage[]>> = {
  'Errors and latency': errorOutages,
  Pods: podOutages,
  Traffic: trafficOutages,
  'Comes and goes': patternOutages,
  'CPU and memory': resourceOutages,
  Monitoring: monitoringOutages,
};

export const ALL_OUTAGES: readonly Outage[] = Object.values(OUTAGES).flat();
