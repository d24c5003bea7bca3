import { walk, type Expr } from '../promql/expr';
import type { Labels } from './engine/series';

export interface WatchedAlert {
  readonly name: string;
  /** Labels that routes and inhibitions read, `alertname` among them. */
  readonly labels: Labels;
  readonly expr: Expr;
  /** Seconds for which the expression must have results. */
  readonly for: number;
  /** Seconds between evaluations. */
  readonly every: number;
}

/** Which part of the time until an alert fires is due to what. */
export interface Part {
  readonly what: string;
  /** Seconds, at most. */
  readonly seconds: number;
}

/** When an alert fires during a fault, in seconds after its start. */
export interface Firing {
  readonly alert: WatchedAlert;
  /** No earlier, if everything is as fast as it can be. */
  readonly earliest: number;
  /** No later: the sum of the parts. */
  readonly latest: number;
  readonly parts: readonly Part[];
}

/** Offsets beyond this compare with other days. */
const LONGEST_OFFSET = 3 * 3600;

/** How far an expression looks back, in seconds. */
export function reachOf(expr: Expr): number {
  let reach = 0;
  for (const node of walk(expr)) {
    const window = node.node === 'range' || node.node === 'subquery' ? node.window : 0;
    const shift =
      node.node === 'range'
        ? (node.selector.offset ?? 0)
        : node.node === 'selector' || node.node === 'subquery'
          ? (node.offset ?? 0)
          : 0;
    if (shift <= LONGEST_OFFSET) reach = Math.max(reach, window + shift);
  }
  return reach;
}
