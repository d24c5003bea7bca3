import { nameOf } from '../../../kubernetes/object';
import { fieldMistakes } from '../../../operator/fields/mistakes';
import { SHAPED_KINDS } from '../../../operator/fields/shapes';
import { defineCheck } from '../../check';
import { objectsOf } from './lib/scrapes';
import { isPlaceholder } from '../../selection/placeholder';

/** Certain: the API server refuses the whole object. What is filled in before it is applied can be of any type. */
export const check = defineCheck({
  id: 'field-type',
  class: 'rejected',
  severity: 'error',
  question: 'Does every field of a monitor and a rule have the type that the API server asks for?',
  symptom:
    'kubectl apply fails with "Invalid value" or "Unsupported value", and the object in the cluster is the old one.',
  why: 'YAML reads true as a truth value and 8080 as a number, "true" and "8080" as texts. The API server converts none of them.',
  remedy: 'Add or remove the quotes, or write a list where a list is asked for.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    SHAPED_KINDS.flatMap((kind) => objectsOf(manifests, kind)).flatMap((object) =>
      fieldMistakes(object).flatMap((mistake) =>
        mistake.kind !== 'type' || isPlaceholder(mistake.value)
          ? []
          : [
              {
                object,
                resource: nameOf(object),
                path: mistake.field,
                message: `${isFormat(mistake.expected) ? 'is no format that Prometheus can ask for' : `is not ${mistake.expected.replace(/, .*/, '')}`}, so the API server refuses the object`,
                found: mistake.value,
                expected: mistake.expected,
                fix: fixOf(mistake.field, mistake.value, mistake.expected),
              },
            ],
      ),
    ),
});

/** What the field holds, written as the type that is asked for. */
function fixOf(field: string, value: unknown, expected: string): string {
  const isEntry = field.endsWith(']');
  const key = field.replace(/^.*\./, '').replace(/\[\d+\]$/, '');
  return isEntry ? `- ${written(value, expected)}` : `${key}: ${written(value, expected)}`;
}

function written(value: unknown, expected: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (expected === 'a list') return JSON.stringify([value]);
  if (expected === 'a map') return '{}';
  if (isFormat(expected)) return 'PrometheusText0.0.4';
  if (expected.startsWith('true')) return /^(true|yes|on|1)$/i.test(text) ? 'true' : 'false';
  if (expected.startsWith('a number')) return /^\d+$/.test(text) ? text : '0';
  return JSON.stringify(text);
}

const isFormat = (expected: string): boolean => expected.startsWith('one of');
