import type { Facts } from '../../doctor/check';
import { FAULTS } from '../../faults/list/index';
import type { WatchedAlert } from '../alert';
import type { Rules } from '../detection';
import { evaluate } from '../engine/evaluate';
import { Known } from '../engine/simulation';
import { Unsupported, USUAL_WORK, type Samples } from '../engine/series';
import { firingsOf } from '../firings';
import { Memory } from '../memory';
import { folderRecordings, ofWorkload, type FolderAlert } from './alerts';
import { triedWorkloads } from './workloads';

/** Whether the condition of an alert holds before any fault: it is about something else, or always fires. */
export function holdsBefore(
  samples: Samples,
  recordings: Rules['recordings'],
  { expr }: WatchedAlert,
): boolean {
  try {
    const result = evaluate({ samples, recordings, known: new Known(), work: { left: USUAL_WORK } }, expr, {
      at: 0,
      now: 0,
    });
    return typeof result !== 'number' && result.length > 0;
  } catch (error) {
    if (error instanceof Unsupported) return false;
    throw error;
  }
}

/** The bound of each fault that makes one alert fire, the earliest of all workloads. */
export function detectedBy(
  facts: Facts,
  alert: FolderAlert,
  names: readonly string[],
): ReadonlyMap<string, number> {
  const recordings = folderRecordings(facts.rules);
  const found = new Map<string, number>();
  for (const { subject, hasTooManyPods = false } of triedWorkloads(facts)) {
    if (hasTooManyPods) continue;
    const service = {
      subject,
      rules: { recordings, offset: 0 },
      alerts: ofWorkload(subject, [alert]).map(({ watched }) => watched),
      burnAlerts: [],
    };
    const memory = new Memory();
    for (const fault of FAULTS.filter(({ name }) => names.includes(name)))
      for (const { latest } of firingsOf(service, fault, memory).firings)
        found.set(fault.name, Math.min(latest, found.get(fault.name) ?? Infinity));
  }
  return found;
}
