import { isMap, nameOf } from '../../../kubernetes/object';
import { tryMilliseconds } from '../../../promql/window';
import { defineCheck } from '../../check';
import { alertOf, recordOf, rulesIn } from './lib/raw-rules';

const ALERT_ONLY = ['for', 'keep_firing_for', 'annotations'] as const;

/** Certain: these fields are an error in a recording rule. A rule that is an alert as well has a check of its own. */
export const check = defineCheck({
  id: 'recording-rule-fields',
  severity: 'error',
  question: 'Are recording rules free of the fields that only alerts have?',
  symptom:
    'None of the rules of a PrometheusRule is in Prometheus; its events say "invalid field in recording rule".',
  why: 'for, keep_firing_for and annotations belong to alerts. In a recording rule Prometheus takes them for an error, which takes all rules of the PrometheusRule with it.',
  remedy: 'Remove the field; labels may stay.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  needs: ['manifests'],
  find: ({ manifests }) =>
    rulesIn(manifests)
      .filter((rule) => recordOf(rule) !== undefined && alertOf(rule) === undefined)
      .flatMap((rule) =>
        ALERT_ONLY.filter((key) => says(rule.fields[key])).map((key) => ({
          resource: nameOf(rule.object),
          object: rule.object,
          path: `${rule.field}.${key}`,
          message: 'is for alerts, and this rule records a series',
          found: rule.fields[key],
          expected: 'no such field',
          fix: `remove ${key}`,
        })),
      ),
});

/** Prometheus cannot tell an empty map and a time of 0 from none. */
function says(value: unknown): boolean {
  if (isMap(value)) return Object.keys(value).length > 0;
  return typeof value === 'string' && tryMilliseconds(value) !== 0 && value !== '';
}
