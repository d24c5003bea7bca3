import { parseNumber } from '../exposition/number';
import { oneOf } from '../metrics/labels';
import type { PlannedLabel } from './plan';
import { Unreadable } from './unread';

const partsOf = (text: string, separator: RegExp): readonly string[] => {
  const found = text.split(separator).map((part) => part.trim());
  return found.at(-1) === '' ? found.slice(0, -1) : found;
};

const unquoted = (text: string): string => text.replaceAll(/^["']|["']$/g, '').trim();

/** `label = [a, b]`, which would fall apart at its comma. */
const BRACKETED = /(?<![\w.-])([\w.-]+)\s*[=:]\s*[[({]([^\])}]*)/;
const LABEL = /^([^=:!~]*)(?:(=~|!=|!~|==|=|:)\s*(.*))?$/;

/**
 * Reads `method, status=2xx|4xx`.
 * @param bare whether no brackets say where the labels end, so that prose may be among them
 * @throws Unreadable
 */
export function labelsOf(text: string, bare: boolean): readonly PlannedLabel[] {
  const [bracketed, label = '', listed = ''] = BRACKETED.exec(text) ?? [];
  if (bracketed !== undefined)
    throw new Unreadable(
      `the values of label ${label} are in brackets`,
      bracketed,
      `write ${label}=${partsOf(listed, /[,|]/).map(unquoted).join('|')}`,
    );
  return partsOf(text, bare ? /,|\s+and\s+|\s+&\s+/ : /,/).map((part) => labelOf(part, bare));
}

function labelOf(part: string, bare: boolean): PlannedLabel {
  const [, written = part, operator, values = ''] = LABEL.exec(part) ?? [];
  const name = unquoted(written.trim());
  if (name === '') throw new Unreadable('empty label', part, 'name each label, separated by commas');
  if (bare && /\s/.test(name))
    throw new Unreadable(
      'a label has several words',
      name,
      'separate labels by commas, and put remarks after " - "',
    );
  if (operator !== undefined && operator !== '=' && operator !== ':')
    throw new Unreadable(
      `the values of label ${name} are a query matcher instead of a list`,
      part,
      `write ${name}=${unquoted(values)}`,
    );
  return values === '' ? { name } : { name, values: oneOf(...valuesOf(name, values)) };
}

function valuesOf(name: string, values: string): readonly string[] {
  const listed = values.split('|').map((value) => unquoted(value.trim()));
  if (new Set(listed).size < listed.length || listed.includes(''))
    throw new Unreadable(
      `the values of label ${name} are empty or duplicate`,
      values,
      'give each value once, separated by |',
    );
  return listed;
}

/**
 * Reads `0.1, 0.25, 1, +Inf`.
 * @throws Unreadable
 */
export function bucketsOf(text: string): readonly number[] {
  return partsOf(text, /,/)
    .map((part) => {
      const bound = parseNumber(part);
      if (bound === undefined)
        throw new Unreadable('a bucket is not a number', part, 'list upper bounds, e.g. [0.1, 0.25, 1]');
      return bound;
    })
    .filter((bound) => bound !== Infinity);
}
