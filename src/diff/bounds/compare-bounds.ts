import { certifyFolder, type SubjectCertificate } from '../../certify/folder/certificate';
import { Memory } from '../../certify/memory';
import { FAULTS } from '../../faults/list/index';
import type { Fault } from '../../faults/fault';
import { EFFECTS } from '../effect';
import type { Strength } from '../routes/receivers';
import type { Side } from '../side';
import { boundChanges, type BoundChange, type WorkloadCertificate } from './bound-change';

/** Who is notified of faults, and how soon, before and after a change. */
export interface BoundComparison {
  /** The worst first. */
  readonly changes: readonly BoundChange[];
  /** Faults of workloads that were compared. */
  readonly compared: number;
  /** What was not compared, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Compares the certificates of both sides, fault by fault.
 * @param faults fewer take less time. @default every fault
 */
export function compareBounds(before: Side, after: Side, faults: readonly Fault[] = FAULTS): BoundComparison {
  const memory = new Memory();
  const own = certified(before, faults, memory);
  const other = certified(after, faults, memory);
  const paired = own.flatMap((certificate) => {
    const same = other.find(({ workload }) => workload === certificate.workload);
    return same === undefined ? [] : [{ before: certificate, after: same }];
  });
  const strengths = { before: strengthsOf(before), after: strengthsOf(after) };
  const order = Object.keys(EFFECTS);
  const lost = own.filter(
    (certificate) => !certificate.isAssumed && !paired.some((pair) => pair.before === certificate),
  );
  return {
    changes: paired
      .flatMap((pair) => boundChanges(pair.before, pair.after, strengths))
      .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    compared: paired.reduce((sum, pair) => sum + pair.before.rows.length, 0),
    notes: lost.map(
      ({ workload }) => `Faults of ${workload} are not compared: no monitor in ${after.name} scrapes it.`,
    ),
  };
}

/** The certificate of each workload under a name that it has on both sides. */
function certified(
  side: Side,
  faults: readonly Fault[],
  memory: Memory,
): readonly (WorkloadCertificate & Pick<SubjectCertificate, 'isAssumed'>)[] {
  return certifyFolder(side.facts, faults, memory).subjects.map((certificate) => ({
    ...certificate,
    workload: certificate.isAssumed
      ? certificate.service
      : `${certificate.environment}/${certificate.service}`,
  }));
}

/** Where no configuration of Alertmanager was read, every alert counts as notified. */
const strengthsOf =
  ({ routing }: Side) =>
  (receiver: string): Strength =>
    routing === undefined ? 'message' : (routing.receivers.get(receiver)?.strength ?? 'nothing');
