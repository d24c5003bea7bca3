import { jsonText } from '../../findings/one-line';
import { sentence } from '../../findings/invalid-input';
import type { Certificate, Row } from '../certificate';
import type { Missed } from '../expectations';

/** Everything, with the parts of each bound, for programs. Times are seconds. */
export function asJson(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  const result = {
    certificates: certificates.map(jsonOf),
    missed: missed.map(({ problem, stated }) => ({ message: sentence(problem), path: problem.path, stated })),
  };
  return jsonText(result);
}

export const jsonOf = ({ rows, impossible, ...certificate }: Certificate) => ({
  ...certificate,
  faults: rows.map(row),
  impossible: impossible.map(({ fault, needs }) => ({ name: fault.name, needs })),
});

const row = ({ fault, firings, notifications, silencers, needsWorkload }: Row) => ({
  name: fault.name,
  ...(fault.accepted === undefined ? {} : { accepted: fault.accepted }),
  ...(needsWorkload === undefined ? {} : { needsWorkload }),
  fires: firings.map(({ alert, latest, parts }) => ({ labels: alert.labels, within: latest, parts })),
  notifies: notifications.map(({ receiver, alert, seconds, parts }) => ({
    receiver,
    ...(alert === undefined ? {} : { labels: alert.labels }),
    within: seconds,
    parts,
  })),
  silentWhileFiring: silencers(),
});
