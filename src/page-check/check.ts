import type { Finding, FindingSeverity } from '../findings/finding';
import { taken } from './wording';
import type { Effect, Loss } from './effects';
import type { Facts, ReadPage } from './facts';

/** A finding that tells what it does to the rules. */
export interface ContractFinding extends Finding {
  readonly effect: Effect;
}

/** One question about a page, and what it means for the rules when the answer is wrong. */
export interface ContractCheck {
  readonly id: string;
  readonly question: string;
  /** Where its subject is documented. */
  readonly see: string;
  /** Whether it can be asked about a page that was not read to its end. @default false */
  readonly ofUnread?: true;
  readonly differences: (facts: Facts) => readonly Difference[];
}

/** Something on a page that is not as the contract says. */
export interface Difference extends Pick<
  Finding,
  'resource' | 'path' | 'message' | 'found' | 'expected' | 'fix'
> {
  /** @default `error` when it disables a rule or makes an alert wrong, otherwise `warning` */
  readonly severity?: FindingSeverity;
  /** What it does to the series that rules select. @default nothing */
  readonly loss?: Loss;
  /** What it does where there are no rules, as `leaves dashboards without ...`. @default nothing */
  readonly besides?: string;
  /** Line of the page, from 1. @default the whole page */
  readonly line?: number;
  /** @default the page that was read first */
  readonly on?: ReadPage;
}

const NO_EFFECT: Effect = { disables: [], distorts: [], alerts: [] };

/** Asks one check, and says of each difference which rules it disables. */
export function ask(check: ContractCheck, facts: Facts): readonly ContractFinding[] {
  return check.differences(facts).map((difference) => {
    const { severity, loss, besides, line, on = facts.read, message: problem, ...words } = difference;
    const effect = loss === undefined ? NO_EFFECT : facts.effectOf(loss);
    return {
      code: check.id,
      check: check.id,
      severity: severity ?? (effect.disables.length > 0 || effect.alerts.length > 0 ? 'error' : 'warning'),
      ...words,
      message: loss === undefined ? problem : problem + taken(effect, besides),
      at: { file: on.source, ...(line === undefined ? {} : { line }) },
      effect,
    };
  });
}
