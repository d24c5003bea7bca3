import { mapOf, nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { LABEL_PARTS, labelled } from './lib/raw-rules';

/** Certain: the CRD asks for texts, and the API server refuses the whole object. */
export const check = defineCheck({
  id: 'rule-text-values',
  severity: 'error',
  question: 'Are all labels and annotations of rules texts?',
  symptom: 'kubectl apply fails with "must be of type string".',
  why: 'YAML reads an unquoted 1, true or 2024-01-01 as a number, a truth value or a date, and labels and annotations are texts.',
  remedy: 'Put the value in quotes.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Rule',
  needs: ['manifests'],
  find: ({ manifests }) =>
    labelled(manifests).flatMap((place) =>
      LABEL_PARTS.flatMap((part) =>
        Object.entries(mapOf(place.fields[part]))
          .filter(([, value]) => typeof value !== 'string')
          .map(([key, value]) => ({
            resource: nameOf(place.object),
            object: place.object,
            path: `${place.field}.${part}.${key}`,
            message: 'is not a text',
            found: value,
            expected: 'a text, in quotes',
            fix: `${key}: ${quoted(value)}`,
          })),
      ),
    ),
});

const quoted = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? `"${value}"` : '""';
