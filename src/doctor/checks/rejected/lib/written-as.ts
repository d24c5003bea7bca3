import { jsonOf } from '../../../../findings/fields';
import { isMap, textOf } from '../../../../kubernetes/object';
import { parseMatcher } from '../../../../kubernetes/alertmanager-config';
import { fieldsOf, type CheckedType } from '../../../../operator/fields/shapes';
import { nearest } from '../../../expressions/nearest';

/** What a value of the wrong type stands for, in the type of its field. Undefined: nothing that can be derived. */
export function writtenAs(value: unknown, type: CheckedType): unknown {
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  switch (type.kind) {
    case 'string':
    case 'int-or-string':
      return isMap(value) || Array.isArray(value) ? undefined : text;
    case 'boolean':
      return /^(true|yes|on|1|false|no|off|0)$/i.test(text) ? /^(true|yes|on|1)$/i.test(text) : undefined;
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case 'enum':
      return nearestValue(text, type.values);
    case 'list':
      return [value];
    case 'map':
      return pairsOf(value);
    case 'fields':
      return asFields(value, new Set(fieldsOf(type.shape).keys()), type.shape);
  }
}

/** The value that differs in case only, or in a few letters. */
function nearestValue(text: string, values: readonly string[]): string | undefined {
  const byLetters = new Map(
    values.filter((value) => value !== '').map((value) => [value.toLowerCase(), value]),
  );
  const letters = text.toLowerCase();
  const short = [...byLetters.keys()].find((known) => known.startsWith(letters) || letters.startsWith(known));
  return byLetters.get(letters) ?? byLetters.get(nearest(letters, byLetters.keys()) ?? short ?? '');
}

/** Maps with a shorter form that people write in their place. */
function asFields(value: unknown, names: ReadonlySet<string>, shape: number): unknown {
  if (typeof value === 'string') {
    // A map in quotes, such as "{}".
    const written = jsonOf(value);
    if (isMap(written)) return written;
  }
  const [only, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
  if (names.has('matchNames')) return namespacesOf(value);
  if (names.has('matchLabels')) {
    const labels = pairsOf(value);
    return labels && { matchLabels: labels };
  }
  if (names.has('matchType')) return parseMatcher(textOf(value) ?? '');
  if (isMap(only) && others.length === 0) return only;
  const [first, second] = fieldsOf(shape);
  if (typeof value === 'boolean' && first?.[1].kind === 'boolean' && second === undefined)
    return { [first[0]]: value };
  return undefined;
}

function namespacesOf(value: unknown): unknown {
  if (value === true || value === '*' || /^(any|all)$/i.test(textOf(value) ?? '')) return { any: true };
  const names = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
    (name) => typeof name === 'string',
  );
  return names.length === 0 ? undefined : { matchNames: names };
}

/** `app=cart`, or a list of such texts or of maps. */
function pairsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const items = Array.isArray(value) ? (value as unknown[]) : (textOf(value)?.split(',') ?? []);
  const pairs = items.flatMap((item): readonly (readonly [string, unknown])[] => {
    if (isMap(item)) return Object.entries(item);
    const [, key = '', found = ''] =
      /^\s*([\w./-]+)\s*[=:]\s*"?([^"]*?)"?\s*$/.exec(textOf(item) ?? '') ?? [];
    return key === '' ? [] : [[key, found] as const];
  });
  return pairs.length === 0 || pairs.length < items.length ? undefined : Object.fromEntries(pairs);
}

/** Whether a type is a reference to a key of a Secret or ConfigMap. */
export const isKeyReference = (type: CheckedType): boolean =>
  type.kind === 'fields' &&
  ['key', 'name', 'optional'].every((name) => fieldsOf(type.shape).has(name)) &&
  fieldsOf(type.shape).size === 3;

/** Names of the fields of a map. */
export const fieldNames = (type: CheckedType): readonly string[] =>
  type.kind === 'fields' ? [...fieldsOf(type.shape).keys()] : [];
