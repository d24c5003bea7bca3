import { mistake } from '../findings/mistake';
import * as z from 'zod';
import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { named, parseInput } from '../findings/parse-input';
import { seconds, tryMilliseconds, type Duration } from '../promql/window';
import { matchers } from '../rules/fields';
import { checkTiers } from './check-tiers';
import { compare, decimal, minus, over, rational, type Rational } from './decimal';
import type { TierName } from './tiers';

const tierChoice = (name: string) =>
  z
    .enum(['critical', 'warning', 'info', 'off'])
    .optional()
    .describe(`Severity of the tier ${name}, or \`off\`.`);

const tiers: Readonly<Record<TierName, ReturnType<typeof tierChoice>>> = {
  'page-fast': tierChoice('page-fast'),
  'page-slow': tierChoice('page-slow'),
  'ticket-fast': tierChoice('ticket-fast'),
  'ticket-slow': tierChoice('ticket-slow'),
};

const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const DAY = 86_400;

function isPercentage(objective: number): boolean {
  const exact = decimal(objective);
  return exact !== undefined && compare(exact, rational(0)) > 0 && compare(exact, rational(100)) < 0;
}

function isWholeDays(period: unknown): boolean {
  if (typeof period !== 'string' || tryMilliseconds(period) === undefined) return false;
  const length = seconds(period);
  return length > 0 && length % DAY === 0;
}

/** The fields that objectives of every kind have. */
export const objectiveFields = {
  name: z
    .string(mistake('not a string', 'name the objective, e.g. availability'))
    .regex(
      NAME,
      mistake(
        'not a label of at most 40 characters',
        'use lower-case letters, digits and hyphens, starting with a letter',
      ),
    )
    .describe(
      'Unique in its service: the `slo` label of rules and alerts, and part of group names. Renaming it starts a new history.',
    ),
  objective: z
    .number(mistake('not a number', 'write 99.9 for 99.9 %'))
    .refine(
      isPercentage,
      mistake(
        'not above 0 and below 100 percent',
        'write 99.9 for 99.9 %; an objective of 100 leaves no error budget',
      ),
    )
    .describe('Good events in percent, e.g. `99.9`.'),
  period: z
    .custom<Duration>(isWholeDays, mistake('not a whole number of days', 'write it like 7d, 28d or 30d'))
    .meta({ type: 'duration' })
    .describe('Time over which the objective holds, in whole days, e.g. `30d`.'),
  counted: matchers
    .default({})
    .describe(
      "Events that count, e.g. `{ endpoint: not('unmatched') }`; empty: all. Requests to unknown paths are fast and free of errors, in any number: counted, they would hide an outage.",
    ),
  minimumEvents: z
    .number(mistake('not a number', 'leave it out, or give a number of events'))
    .refine(
      (count) => Number.isInteger(count) && count >= 0,
      mistake(
        'not a whole number from 0 on',
        'leave it out, or give the number of events that make a ratio worth an alert',
      ),
    )
    .optional()
    .describe(
      'Events, bad or good, that the long window of a tier must hold before its alert fires; 0: any. By default it must hold 5 bad events, so that no single failure alerts.',
    ),
  tiers: z
    .strictObject(tiers)
    .default({})
    .describe('Severity of single tiers, or `off`. By default pages are critical and tickets are warnings.'),
  windows: z
    .enum(['fitting', 'standard'])
    .default('fitting')
    .describe(
      '`fitting` shortens windows that would alert while the service is on budget; `standard` keeps those of the SRE workbook, and rejects such an objective.',
    ),
};

/** Those of objectives that read minutes with an expression of their own, which selects what counts. */
const { counted: _counted, ...minutes } = objectiveFields;
export const minuteFields = minutes;

const objectiveSchema = z.strictObject(minuteFields);

/** What every objective has. */
export type Objective = Readonly<z.output<typeof objectiveSchema>> & { readonly kind: string };

/**
 * Checks and completes the fields of an objective.
 * @throws InvalidInput with every field that is unknown, missing or wrong
 */
export function parseObjective<S extends z.ZodType>(schema: S, props: object): z.output<S> {
  return parseInput(schema, named('SLO', props), props);
}

/**
 * Rejects an objective with problems of its own, or with tiers that cannot work.
 * @throws InvalidInput with all of them
 */
export function checkObjective(slo: Objective, own: readonly PartProblem[] = []): void {
  reject(slo, [...own, ...checkTiers(slo, errorBudgetOf(slo)).errors]);
}

/** @throws InvalidInput if there are problems */
export function reject(slo: Objective, problems: readonly PartProblem[]): void {
  if (problems.length > 0)
    throw new InvalidInput(problems.map((problem) => ({ resource: sloResource(slo), ...problem })));
}

/** Share of bad events that the objective allows: 0.001 for 99.9. */
export function errorBudgetOf({ objective }: Pick<Objective, 'objective'>): Rational {
  // A number prints as the shortest decimal that reads back as it: the digits of the source.
  return over(minus(rational(100), decimal(objective)!), rational(100));
}

/** What errors about an SLO start with. */
export function sloResource({ name }: Pick<Objective, 'name'>): string {
  return `SLO "${name}"`;
}
