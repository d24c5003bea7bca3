import { fieldMistakes, type WrongType } from '../../../operator/fields/mistakes';
import { SHAPED_KINDS } from '../../../operator/fields/shapes';
import { defineCheck } from '../../check';
import { nearest } from '../../expressions/nearest';
import { isPlaceholder } from '../shared/placeholder';

/** Certain: the API server rejects the whole object. A placeholder that is filled in later can become any type. */
export const check = defineCheck({
  id: 'field-type',
  severity: 'error',
  question: "Does every field of the operator's resources have its type?",
  symptom:
    'kubectl apply fails with "Invalid value" or "Unsupported value", and the object in the cluster is the old one.',
  why: 'YAML reads true as a boolean and 8080 as a number, "true" and "8080" as strings. The API server does not convert them.',
  remedy: 'Add or remove the quotes, or write a list where the field takes a list.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    SHAPED_KINDS.flatMap((kind) => manifests.kind(kind)).flatMap((object) =>
      fieldMistakes(object).flatMap((mistake) =>
        mistake.kind !== 'type' || isPlaceholder(mistake.value)
          ? undefined
          : {
              object,
              path: mistake.path,
              message: `${mistake.type.kind === 'enum' ? 'unsupported value' : `the field takes ${nameOfType(mistake.type)}`}, so the API server rejects the object`,
              found: mistake.value,
              expected: nameOfType(mistake.type),
              fix: fixOf(mistake),
            },
      ),
    ),
});

function nameOfType(type: WrongType['type']): string {
  switch (type.kind) {
    case 'string':
      return 'a string';
    case 'boolean':
      return 'true or false, without quotes';
    case 'number':
      return 'a number, without quotes';
    case 'int-or-string':
      return 'a string or a number';
    case 'enum':
      return `one of ${type.values.filter((value) => value !== '').join(', ')}`;
    case 'list':
      return 'a list';
    case 'map':
    case 'fields':
      return 'a map';
  }
}

/** What the field holds, written as the type that it takes. */
function fixOf({ path, value, type }: WrongType): string {
  const isEntry = path.endsWith(']');
  const key = path.replace(/^.*\./, '');
  return isEntry ? `- ${written(value, type)}` : `${key}: ${written(value, type)}`;
}

function written(value: unknown, type: WrongType['type']): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (type.kind) {
    case 'list':
      return JSON.stringify([value]);
    case 'map':
    case 'fields':
      return '{}';
    case 'enum':
      return nearestValue(text, type.values);
    case 'boolean':
      return /^(true|yes|on|1)$/i.test(text) ? 'true' : 'false';
    case 'number':
      return /^\d+$/.test(text) ? text : '0';
    case 'string':
    case 'int-or-string':
      return JSON.stringify(text);
  }
}

/** The value that was most likely meant, else the first. */
function nearestValue(text: string, values: readonly string[]): string {
  const given = values.filter((value) => value !== '');
  const byLetters = new Map(given.map((value) => [value.toLowerCase(), value]));
  const letters = text.toLowerCase();
  return byLetters.get(letters) ?? byLetters.get(nearest(letters, byLetters.keys()) ?? '') ?? given[0] ?? '';
}
