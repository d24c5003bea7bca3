import type { Evidence } from '../doctor/diagnose';
import { InvalidInput } from '../findings/invalid-input';
import { redactText } from '../findings/redact';
import { BLINDSPOT_FORMATS, type BlindspotFormat } from './formats/index';
import { survivors } from './formats/words';
import { MUTATORS } from './mutators/index';
import { blindspots, type BlindspotOptions } from './run';

/** Mutants that are tried unless `--budget` is given: a few minutes on two cores. */
export const USUAL_BUDGET = 200;

/** Mutates what was read, and prints who notices. */
export function printedBlindspots(
  evidence: Evidence,
  options: BlindspotOptions,
  format: BlindspotFormat,
): { readonly text: string; readonly silent: boolean } {
  const found = blindspots(evidence, options);
  return {
    text: redactText(BLINDSPOT_FORMATS[format](found)),
    silent: survivors(found).some(({ critical }) => critical),
  };
}

/** The mutators, one a line. */
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
