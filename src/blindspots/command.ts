import { InvalidInput } from '../findings/invalid-input';
import { redactText } from '../findings/redact';
import { tryMilliseconds } from '../promql/window';
import { BLINDSPOT_FORMATS, type BlindspotFormat } from './formats/index';
import { survivors } from './formats/words';
import { MUTATORS } from './mutators/index';
import { LONGEST_TIMEOUT, USUAL_TIMEOUT } from './own-tests/own-tests';
import type { Blindspots } from './run';

/** Mutants that are tried unless `--budget` is given: a few minutes on two cores. */
export const USUAL_BUDGET = 200;

/** What the command line prints, and whether a survivor silences a critical alert. */
export const printedBlindspots = (
  found: Blindspots,
  format: BlindspotFormat,
): { readonly text: string; readonly silent: boolean } => ({
  text: redactText(BLINDSPOT_FORMATS[format](found)),
  silent: survivors(found).some(({ critical }) => critical),
});

export const listOfMutators = (): string => {
  const width = Math.max(...MUTATORS.map(({ name }) => name.length));
  return MUTATORS.map(({ name, what }) => `${name.padEnd(width)}  ${what}`).join('\n');
};

/**
 * Reads a whole number.
 * @throws InvalidInput for anything else, or below 1
 */
export function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidInput({
    resource: 'blindspots',
    path: option,
    message: 'not a whole number above 0',
    found: text,
    fix: `write ${option} and a number, e.g. ${option} ${USUAL_BUDGET}`,
  });
}

/**
 * Reads the time limit of a run of the tests, in milliseconds.
 * @throws InvalidInput for anything but a duration of at most 24 days, and without a command of tests
 */
export function timeoutOf(text: string | undefined, test: string | undefined): number {
  if (text === undefined) return USUAL_TIMEOUT;
  const milliseconds = tryMilliseconds(text);
  if (milliseconds && milliseconds <= LONGEST_TIMEOUT && test !== undefined) return milliseconds;
  throw new InvalidInput({
    resource: 'blindspots',
    path: '--test-timeout',
    message:
      test === undefined
        ? 'this option has no effect without --test'
        : 'not a duration above 0 and up to 24d',
    found: text,
    fix: test === undefined ? 'add --test, or remove the option' : 'give one such as 90s or 5m',
  });
}
