import { isMap } from '../../../kubernetes/object';
import { tryMilliseconds } from '../../../promql/window';
import { defineCheck } from '../../check';
import { alertOf, recordOf, rulesIn } from '../../rules/raw-rules';

const ALERT_ONLY = ['for', 'keep_firing_for', 'annotations'] as const;

/** Certain: these fields are an error in a recording rule. A rule with both `record` and `alert` is reported by rule-kind. */
export const check = defineCheck({
  id: 'recording-rule-fields',
  severity: 'error',
  question: 'Do recording rules avoid the fields of alerts?',
  symptom:
    'Every rule of a PrometheusRule is missing from Prometheus; its events report "invalid field in recording rule".',
  why: 'for, keep_firing_for and annotations belong to alerts. In a recording rule they are errors, and Prometheus rejects the whole PrometheusRule.',
  remedy: 'Remove the field; labels are allowed.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  needs: ['ruleGroups'],
  find: ({ ruleGroups }) =>
    rulesIn(ruleGroups)
      .filter((rule) => recordOf(rule) !== undefined && alertOf(rule) === undefined)
      .flatMap((rule) =>
        ALERT_ONLY.filter((key) => isSet(rule.fields[key])).map((key) => ({
          object: rule.object,
          path: `${rule.path}.${key}`,
          message: `${key} is only valid in an alert, but this rule records a series`,
          found: rule.fields[key],
          expected: 'no such field',
          fix: `remove ${key}`,
        })),
      ),
});

/** Prometheus treats an empty map and a duration of 0 as absent. */
function isSet(value: unknown): boolean {
  if (isMap(value)) return Object.keys(value).length > 0;
  return typeof value === 'string' && tryMilliseconds(value) !== 0 && value !== '';
}
