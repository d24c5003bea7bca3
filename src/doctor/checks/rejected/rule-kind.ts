import { nameOf } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { alertOf, recordOf, rulesIn, type RawRule } from './lib/raw-rules';

/** Certain: Prometheus refuses such a rule, whatever else there is. */
export const check = defineCheck({
  id: 'rule-kind',
  severity: 'error',
  question: 'Is every rule either an alert or a recording, with an expression?',
  symptom: 'None of the rules of a PrometheusRule is in Prometheus; its events speak of an invalid rule.',
  why: 'A rule has an expression and either record or alert. One that is wrong takes all rules of its PrometheusRule with it.',
  remedy: 'Give the rule one of record and alert; make two rules of one that has both.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  needs: ['manifests'],
  find: ({ manifests }) => rulesIn(manifests).flatMap(problems),
});

function problems(rule: RawRule): readonly Reported[] {
  const [record, alert] = [recordOf(rule), alertOf(rule)];
  const { expr } = rule.fields;
  const hasExpression = typeof expr === 'string' || typeof expr === 'number';
  if ((record === undefined) !== (alert === undefined) && hasExpression) return [];
  const about = { resource: nameOf(rule.object), object: rule.object };
  const findings: Reported[] = [];
  if (record !== undefined && alert !== undefined)
    findings.push({
      ...about,
      path: rule.field,
      message: 'has both record and alert',
      found: { record, alert },
      expected: 'one of them',
      fix: `remove record: ${record}, and record it by a rule of its own`,
    });
  if (record === undefined && alert === undefined)
    findings.push({
      ...about,
      path: rule.field,
      message: 'has neither record nor alert',
      found: Object.keys(rule.fields),
      expected: 'one of them',
      fix: 'alert: <Name>',
    });
  if (!hasExpression)
    findings.push({
      ...about,
      path: `${rule.field}.expr`,
      message: expr === undefined ? 'is missing' : 'is no expression',
      found: expr,
      expected: 'PromQL, as a text',
      fix: 'expr: <PromQL>',
    });
  return findings;
}
