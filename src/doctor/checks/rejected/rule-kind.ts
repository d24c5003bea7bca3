import { defineCheck, type Found, type Reported } from '../../check';
import { strayDash, withoutDash } from '../shared/stray-dash';
import { alertOf, recordOf, type RawRule } from '../../rules/raw-rules';

/** Certain: Prometheus rejects such a rule. */
export const check = defineCheck({
  id: 'rule-kind',
  severity: 'error',
  question: 'Is every rule either an alert or a recording rule, with an expression?',
  symptom: 'Every rule of a PrometheusRule is missing from Prometheus; its events report an invalid rule.',
  why: 'A rule has an expression and either record or alert. One invalid rule makes Prometheus reject the whole PrometheusRule.',
  remedy: 'Set one of record and alert; split a rule that has both.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  needs: ['ruleGroups'],
  find: ({ ruleGroups }) => ruleGroups.flatMap(({ rules }) => cutInTwo(rules)),
});

/** A dash too many makes two incomplete rules of one, which is one finding. */
function cutInTwo(rules: readonly RawRule[]): Found {
  const list = rules.map(({ fields }) => fields);
  const isWhole = (rule: RawRule): boolean =>
    list[rules.indexOf(rule)]?.['expr'] !== undefined && (recordOf(rule) ?? alertOf(rule)) !== undefined;
  const parts = new Set<number>();
  const dashes = rules.flatMap((rule, index) => {
    if (parts.has(index) || isWhole(rule)) return [];
    const dash = strayDash(
      list,
      index,
      (other) => 'expr' in other !== 'expr' in rule.fields && other !== list[index - 1],
    );
    if (dash === undefined) return [];
    parts.add(dash.item).add(dash.into);
    return [
      {
        object: rule.object,
        path: rule.path,
        message: `a dash before ${dash.key} starts a second rule, so both rules are incomplete`,
        found: Object.keys(rule.fields),
        expected: 'one rule with its name and expression',
        fix: withoutDash(dash, 'rules'),
      },
    ];
  });
  return [...dashes, ...rules.filter((_, index) => !parts.has(index)).map(findingsOf)];
}

function findingsOf(rule: RawRule): Found {
  const [record, alert] = [recordOf(rule), alertOf(rule)];
  const { expr } = rule.fields;
  const hasExpression = typeof expr === 'string' || typeof expr === 'number';
  if ((record === undefined) !== (alert === undefined) && hasExpression) return undefined;
  const about = { object: rule.object };
  const findings: Reported[] = [];
  if (record !== undefined && alert !== undefined)
    findings.push({
      ...about,
      path: rule.path,
      message: 'the rule has both record and alert',
      found: { record, alert },
      expected: 'either record or alert',
      fix: `remove record: ${record}, and record it in a separate rule`,
    });
  if (record === undefined && alert === undefined)
    findings.push({
      ...about,
      path: rule.path,
      message: 'the rule has neither record nor alert',
      found: Object.keys(rule.fields),
      expected: 'either record or alert',
      fix: 'alert: <Name>',
    });
  if (!hasExpression)
    findings.push({
      ...about,
      path: `${rule.path}.expr`,
      message: expr === undefined ? 'the rule has no expression' : 'the expression is not a string',
      found: expr,
      expected: 'PromQL, as a string',
      fix: 'expr: <PromQL>',
    });
  return findings;
}
