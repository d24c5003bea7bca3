import type { Facts } from '../../doctor/check';
import type { Fault } from '../../faults/fault';
import { FAULTS } from '../../faults/list/index';
import type { WatchedAlert } from '../alert';
import type { Rules } from '../detection';
import { evaluate } from '../engine/evaluate';
import { Unsupported, USUAL_WORK, type Samples } from '../engine/series';
import { firingsOf } from '../firings';
import { Memory } from '../memory';
import { changesOf, samplesOf } from '../world/samples';
import type { Subject } from '../world/subject';
import { folderRecordings, ofWorkload, type FolderAlert } from './alerts';
import { triedWorkloads } from './workloads';

const NOTHING: Fault = { name: 'nothing', signals: () => ({}) };

/** What scrapes find of a healthy workload. */
export const healthySamples = (subject: Subject): Samples =>
  samplesOf(subject, NOTHING, { scrape: 0, slow: false });

/** Whether the condition of an alert holds before any fault: it is about something else, or always fires. */
export function holdsBefore(
  samples: Samples,
  recordings: Rules['recordings'],
  { expr }: WatchedAlert,
): boolean {
  try {
    const result = evaluate(
      { samples, recordings, steady: new Map(), names: new Map(), work: { left: USUAL_WORK } },
      expr,
      { at: 0, now: 0 },
    );
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

/** Whether a fault changes a series that is known of a workload. */
export function visibleIn(subject: Subject): (fault: Fault) => boolean {
  const phase = { scrape: subject.interval / 2, slow: true };
  const healthy = samplesOf(subject, NOTHING, phase);
  return (fault) => {
    if (subject.pods < (fault.fewestPods ?? 1)) return false;
    const faulty = samplesOf(subject, fault, phase);
    return [...faulty.byName.keys()].some(changesOf(faulty, healthy, (fault.settles ?? 0) + 300));
  };
}
