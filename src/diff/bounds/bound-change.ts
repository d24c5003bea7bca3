import type { Certificate, Row } from '../../certify/certificate';
import { STRENGTHS, type Strength } from '../routes/receivers';
import type { EffectKind } from '../effect';

/** Who is notified of the faults of a workload. */
export interface WorkloadCertificate extends Pick<Certificate, 'rows' | 'unjudged'> {
  /** Namespace, kind and name: `shop/Deployment cart`. */
  readonly workload: string;
}

/** A receiver of the first message about a fault. */
export interface Bound {
  readonly receiver: string;
  readonly alert: string;
  /** No later than so many seconds after the fault. */
  readonly seconds: number;
}

/** A fault that is notified otherwise than before. */
export interface BoundChange {
  readonly kind: EffectKind;
  readonly fault: string;
  readonly workload: string;
  readonly before: readonly Bound[];
  readonly after: readonly Bound[];
  /** Seconds by which the first message to a receiver of the same strength may come later; 0 if it may not. */
  readonly delay: number;
}

/** How receivers of both sides reach people. */
export interface Strengths {
  readonly before: (receiver: string) => Strength;
  readonly after: (receiver: string) => Strength;
}

/** Smaller differences, in seconds, are not shown. */
const LEAST = 1;

/** The rows of one workload that differ. */
export function boundChanges(
  before: WorkloadCertificate,
  after: WorkloadCertificate,
  strengths: Strengths,
): readonly BoundChange[] {
  const unjudged = new Set(after.unjudged.map(({ alert }) => alert));
  return before.rows.flatMap((row): readonly BoundChange[] => {
    const other = after.rows.find(({ fault }) => fault.name === row.fault.name);
    if (other === undefined) return [];
    const [usual, now] = [boundsOf(row), boundsOf(other)];
    const delay = delayOf(usual, now, strengths);
    const kind = kindOf(usual, now, delay, strengths);
    if (kind === undefined) return [];
    return [
      {
        kind: kind === 'silenced' && usual.some(({ alert }) => unjudged.has(alert)) ? 'unjudged' : kind,
        fault: row.fault.name,
        workload: before.workload,
        before: usual,
        after: now,
        delay,
      },
    ];
  });
}

const boundsOf = ({ notifications }: Row): readonly Bound[] =>
  notifications.map(({ receiver, alert, seconds }) => ({ receiver, alert: alert?.name ?? '', seconds }));

function kindOf(
  before: readonly Bound[],
  after: readonly Bound[],
  delay: number,
  strengths: Strengths,
): EffectKind | undefined {
  const [own, other] = [strongestOf(before, strengths.before), strongestOf(after, strengths.after)];
  if (own === 0) return other === 0 ? undefined : 'new';
  if (other < own) return 'silenced';
  const changes = before.map(({ receiver, seconds }) => {
    const now = after.find((bound) => bound.receiver === receiver);
    return now === undefined ? undefined : now.seconds - seconds;
  });
  if (delay > 0 || changes.some((by) => by !== undefined && by >= LEAST)) return 'later';
  if (changes.includes(undefined) || after.length > before.length) return 'receiver';
  return changes.some((by) => by !== undefined && by <= -LEAST) ? 'earlier' : undefined;
}

/** By how much later a receiver is notified that reaches people as the one before did. */
function delayOf(before: readonly Bound[], after: readonly Bound[], strengths: Strengths): number {
  const own = strongestOf(before, strengths.before);
  const earliest = (bounds: readonly Bound[], strengthOf: Strengths['before']): number =>
    Math.min(
      ...bounds.flatMap((bound) =>
        STRENGTHS.indexOf(strengthOf(bound.receiver)) >= own ? bound.seconds : [],
      ),
    );
  const by = earliest(after, strengths.after) - earliest(before, strengths.before);
  return own > 0 && Number.isFinite(by) && by >= LEAST ? by : 0;
}

const strongestOf = (bounds: readonly Bound[], strengthOf: Strengths['before']): number =>
  Math.max(0, ...bounds.map(({ receiver }) => STRENGTHS.indexOf(strengthOf(receiver))));
