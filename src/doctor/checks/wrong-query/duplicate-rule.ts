import { groupBy } from '../../../findings/group-by';
import type { Facts } from '../../check';
import { selection } from '../../../operator/selection';
import { defineCheck } from '../../check';
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
  needs: ['analysis', 'rules', 'prometheus', 'manifests'],
  find: (facts) => {
    const { inference } = facts.analysis.catalog;
    return [...sameName(facts.rules).values()].map((rules) => {
      const firsts = new Map<string, ParsedRule>();
      // Most names are unique.
      if (rules.length === 1) return undefined;
      return rules.map((rule) => {
        const { object, path, kind, expr } = rule;
        if (expr === undefined) return undefined;
        const identity = kind === 'record' ? seriesIdentity(inference.of(expr)) : undefined;
        const keys = [print(expr), ...(identity === undefined ? [] : [`= ${identity}`])];
        const first = keys.map((key) => firsts.get(key)).find((known) => known !== undefined);
        for (const key of keys) firsts.set(key, first ?? rule);
        if (first === undefined || sameRule(first, rule) || !bothLoaded(first, rule, facts)) return undefined;
        return {
          object,
          path,
          message: `${nameOf(first.object)} already defines ${titleOf(rule)} at ${first.path}`,
          found: print(expr),
          expected: 'one rule',
          fix: 'remove one of the two',
        };
      });
    });
  },
});

/** Rules with the same name and labels, together. */
const sameName = (rules: readonly ParsedRule[]): ReadonlyMap<string, readonly ParsedRule[]> =>
  groupBy(rules, ({ kind, name, labels }) => JSON.stringify([kind, name, Object.entries(labels).toSorted()]));

/** A cluster dump and a file can contain the same resource. */
const sameRule = (left: ParsedRule, right: ParsedRule): boolean =>
  nameOf(left.object) === nameOf(right.object) && left.path === right.path;

/** Whether one Prometheus certainly loads both. With several, each may load one. */
function bothLoaded(
  left: ParsedRule,
  right: ParsedRule,
  { prometheus, manifests }: Pick<Facts, 'prometheus' | 'manifests'>,
): boolean {
  if (nameOf(left.object) === nameOf(right.object)) return true;
  return (
    prometheus.others === undefined &&
    [left, right].every(
      ({ object }) => selection(object, 'PrometheusRule', prometheus, manifests).selected === 'yes',
    )
  );
}
