import { mapOf, textOf, type Fields } from '../../../kubernetes/object';
import { tryMilliseconds } from '../../../promql/window';
import { defineCheck } from '../../check';
import { LABEL_PARTS, labelled } from '../../rules/raw-rules';

/** Certain: the CRD requires strings, and the API server rejects the whole object. */
export const check = defineCheck({
  id: 'rule-text-values',
  severity: 'error',
  question: 'Are all labels and annotations of rules strings?',
  symptom: 'kubectl apply fails with "must be of type string".',
  why: 'YAML reads an unquoted 1, true or 2024-01-01 as a number, boolean or date, but labels and annotations are strings.',
  remedy: 'Quote the value.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Rule',
  needs: ['ruleGroups'],
  find: ({ ruleGroups }) =>
    labelled(ruleGroups).flatMap((place) =>
      LABEL_PARTS.flatMap((part) =>
        Object.entries(mapOf(place.fields[part]))
          .filter(
            ([key, value]) =>
              isMisplaced(key, value, place.fields) ||
              // In its own files, Prometheus takes numbers and booleans, too.
              (place.object.plain ? isObject(value) : typeof value !== 'string'),
          )
          .map(([key, value]) => ({
            object: place.object,
            path: `${place.path}.${part}.${key}`,
            found: value,
            ...(RULE_FIELDS.includes(key)
              ? {
                  message: `${key} is indented below ${part}, where each key is ${part === 'labels' ? 'a label' : 'an annotation'}`,
                  expected: `${key} beside ${part}`,
                  fix: `indent ${key} like ${part}, and what belongs to it below it`,
                }
              : {
                  message: `the ${part === 'labels' ? 'label' : 'annotation'} is not a string`,
                  expected: 'a quoted string',
                  fix: `${key}: ${quoted(value)}`,
                }),
          })),
      ),
    ),
});

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Fields of a rule, which are no usual names of labels. */
const RULE_FIELDS: readonly string[] = ['annotations', 'labels', 'expr', 'for', 'keep_firing_for'];

/** Without its value, and as a time to wait that the rule lacks, it is no label of that name. */
const isMisplaced = (key: string, value: unknown, rule: Fields): boolean =>
  RULE_FIELDS.includes(key) &&
  !Object.hasOwn(rule, key) &&
  (value === null ||
    (/^(keep_firing_)?for$/.test(key) && tryMilliseconds(textOf(value) ?? '') !== undefined));

const quoted = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'boolean' ? `"${value}"` : '""';
