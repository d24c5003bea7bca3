import { selection } from '../../../operator/selection';
import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS, type ExpressionFacts } from '../../expressions/analysis';
import { nameOf } from '../../../kubernetes/object';
import { print } from '../../../promql/print';
import { seriesIdentity } from '../../expressions/series-identity';
import { titleOf, type ParsedRule } from '../../rules/parsed-rule';

export const check = defineCheck({
  id: 'duplicate-rule',
  severity: 'warning',
  question: 'Is every rule defined once?',
  symptom:
    'Notifications are duplicated, or Prometheus logs "duplicate sample for timestamp" and drops one of two values.',
  why: 'Two rules that record the same series overwrite each other. Two equal alerts are sent together.',
  remedy: 'Remove one of the two, or add a label that distinguishes their series.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { inference } = analysisOf(facts).catalog;
    return [...sameName(facts.rules).values()].flatMap((rules) => {
      const firsts = new Map<string, ParsedRule>();
      // Most names are unique.
      if (rules.length === 1) return [];
      return rules.flatMap((rule) => {
        const { object, field, kind, expr } = rule;
        if (expr === undefined) return [];
        const identity = kind === 'record' ? seriesIdentity(inference.of(expr)) : undefined;
        const first =
          firsts.get(print(expr)) ?? (identity === undefined ? undefined : firsts.get(`= ${identity}`));
        firsts.set(print(expr), first ?? rule);
        if (identity !== undefined) firsts.set(`= ${identity}`, first ?? rule);
        if (first === undefined || sameRule(first, rule) || !bothLoaded(first, rule, facts)) return [];
        return [
          {
            object,
            resource: nameOf(object),
            path: field,
            message: `${nameOf(first.object)} already defines ${titleOf(rule)} at ${first.field}`,
            found: print(expr),
            expected: 'one rule',
            fix: 'remove one of the two',
          },
        ];
      });
    });
  },
});

/** Rules with the same name and labels, together. */
function sameName(rules: readonly ParsedRule[]): ReadonlyMap<string, readonly ParsedRule[]> {
  const groups = new Map<string, ParsedRule[]>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.kind, rule.name, Object.entries(rule.labels).toSorted()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rule]);
    else group.push(rule);
  }
  return groups;
}

/** A cluster dump and a file can contain the same resource. */
const sameRule = (left: ParsedRule, right: ParsedRule): boolean =>
  nameOf(left.object) === nameOf(right.object) && left.field === right.field;

/** Whether one Prometheus certainly loads both. With several, each may load one. */
function bothLoaded(
  left: ParsedRule,
  right: ParsedRule,
  { prometheus, manifests }: ExpressionFacts,
): boolean {
  if (nameOf(left.object) === nameOf(right.object)) return true;
  return (
    prometheus.others === undefined &&
    [left, right].every(
      ({ object }) => selection(object, 'PrometheusRule', prometheus, manifests).selected === 'yes',
    )
  );
}
