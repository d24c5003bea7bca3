import { settledState } from '../certify/firings';
import { seeded } from '../findings/seeded';
import { seconds } from '../promql/window';
import { SLOW } from '../slo/recordings';
import type { SimulatedRow } from './simulated-rows';

/** One fault at one moment. */
export interface Run {
  /** Label of its alerts, which keeps it apart from others in one Alertmanager. */
  readonly id: string;
  readonly row: SimulatedRow;
  /** Seconds from the fault to the first scrape after it. */
  readonly sinceFault: number;
  /** Seconds from an evaluation of every group to that scrape. */
  readonly sinceEvaluation: number;
  /** Whether discovery and reloads take as long as they may. */
  readonly slow: boolean;
  /** When Prometheus does not run, in seconds after the fault. @default it always runs */
  readonly away?: { readonly from: number; readonly to: number };
}

/** Seconds: promtool has samples on such a grid. */
export const GRID = 5;

/** Seconds between evaluations of the slowest groups. */
const LONGEST_INTERVAL = seconds(SLOW.every);

/** Runs of all rows in turn, each at a random moment. Equal seeds give equal runs. */
export function randomRuns(rows: readonly SimulatedRow[], count: number, seed: number): readonly Run[] {
  const random = seeded(seed);
  return Array.from({ length: rows.length === 0 ? 0 : count }, (_, index) => {
    const row = rows[index % rows.length]!;
    const { interval } = row.watched.subject;
    return {
      id: String(index),
      row,
      sinceFault: random() * interval,
      sinceEvaluation: Math.floor((random() * LONGEST_INTERVAL) / GRID) * GRID,
      slow: random() < 0.5,
      ...awayIn(row, random),
    };
  });
}

/** Prometheus goes at any moment until the first message is due. */
function awayIn({ row, watched }: SimulatedRow, random: () => number): Pick<Run, 'away'> {
  const { prometheusAway } = settledState(row.fault, watched.subject.pods);
  if (prometheusAway === 0) return {};
  const from = random() * Math.min(...row.notifications.map((each) => each.seconds));
  return { away: { from, to: from + prometheusAway } };
}
