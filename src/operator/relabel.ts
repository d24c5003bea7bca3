import { createHash } from 'node:crypto';
import type { Relabeling } from '../kubernetes/relabeling';
import type { AnchoredRegex, PrometheusMajor, Regexes } from './anchored-regex';
import { expandTemplate } from './expand-template';
import type { LabelBuilder } from './label-builder';

/** `_name_` and other spellings of `__name__`, which no sample has. */
export const isMisspeltName = (label: string): boolean =>
  /^(?=.*_.*_)_*name_*$/.test(label) && label !== '__name__';

export const RELABEL_ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;
export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

export const DEFAULT_REGEX = '(.*)';
export const DEFAULT_SEPARATOR = ';';
export const DEFAULT_REPLACEMENT = '$1';

const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Prometheus 3 allows any non-empty name. */
export const isLabelName = (name: string, major: PrometheusMajor): boolean =>
  major === 3 ? name !== '' : LEGACY_LABEL_NAME.test(name);

/** The action, by default replace. Undefined: unknown. */
export function actionOf({ action }: Relabeling): RelabelAction | undefined {
  const name = (action || 'replace').toLowerCase();
  return RELABEL_ACTIONS.find((known) => known === name);
}

/**
 * Executes valid steps (`relabel-problems.ts`) as Prometheus does.
 * @param labels changed in place
 * @returns whether the target or series is kept; if not, no later step was executed
 * @throws Error for an invalid regular expression or an unknown action
 * @see https://github.com/prometheus/prometheus/blob/v3.14.0/model/relabel/relabel.go
 */
export const relabel = (labels: LabelBuilder, steps: readonly Relabeling[], regexes: Regexes): boolean =>
  steps.every((step) => applyStep(labels, step, regexes));

/** @returns whether the target or series is kept */
function applyStep(labels: LabelBuilder, step: Relabeling, regexes: Regexes): boolean {
  const {
    sourceLabels = [],
    separator = DEFAULT_SEPARATOR,
    targetLabel = '',
    replacement = DEFAULT_REPLACEMENT,
  } = step;
  const action = actionOf(step);
  // The operator omits an empty regex, so that the default applies.
  const regex = () => regexes.get(step.regex || DEFAULT_REGEX);
  const value = sourceLabels.map((name) => labels.get(name)).join(separator);
  switch (action) {
    case 'keep':
      return regex().matches(value);
    case 'drop':
      return !regex().matches(value);
    case 'keepequal':
      return labels.get(targetLabel) === value;
    case 'dropequal':
      return labels.get(targetLabel) !== value;
    case 'replace': {
      const match = regex().match(value);
      if (match === undefined) return true;
      const name = expandTemplate(targetLabel, match);
      if (isLabelName(name, regexes.major)) labels.set(name, expandTemplate(replacement, match));
      return true;
    }
    case 'lowercase':
      labels.set(
        targetLabel,
        eachCharacter(value, (character) => character.toLowerCase()),
      );
      return true;
    case 'uppercase':
      labels.set(
        targetLabel,
        eachCharacter(value, (character) => character.toUpperCase()),
      );
      return true;
    case 'hashmod':
      labels.set(targetLabel, hashModulus(value, step.modulus ?? 0));
      return true;
    case 'labelmap':
      mapLabels(labels, regex(), replacement);
      return true;
    case 'labeldrop':
      for (const name of labels.names()) if (regex().matches(name)) labels.delete(name);
      return true;
    case 'labelkeep':
      for (const name of labels.names()) if (!regex().matches(name)) labels.delete(name);
      return true;
    case undefined:
      throw new Error(`unknown relabel action "${step.action}"`);
  }
}

/** From a copy, so that a mapped label is not mapped again. */
function mapLabels(labels: LabelBuilder, regex: AnchoredRegex, replacement: string): void {
  const found = labels.orderedNames().map((name) => [regex.match(name), labels.get(name)] as const);
  for (const [match, value] of found)
    if (match !== undefined) labels.set(expandTemplate(replacement, match), value);
}

/** Go changes the case of single characters, so that one never becomes two. */
function eachCharacter(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = change(character);
    return Array.from(changed).length === 1 ? changed : character;
  }).join('');
}

/** The last eight bytes of the MD5 sum, modulo. */
function hashModulus(value: string, modulus: number): string {
  const sum = createHash('md5').update(value).digest();
  return String(sum.readBigUInt64BE(8) % BigInt(modulus));
}
