import { groupBy } from '../../../findings/group-by';
import { defineCheck, type Reported, type Facts } from '../../check';
import { selection } from '../../../operator/selection';
import { pathInFile } from '../../sources/plain-files';
import { nameOf } from '../../../kubernetes/object';
import { walk, type Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';
import { labelSkeleton } from '../../expressions/label-skeleton';
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
  needs: ['catalog', 'rules', 'prometheus', 'manifests'],
  find: (facts) => {
    const { inference } = facts.catalog;
    return [...sameName(facts.rules).values()].map((rules) => {
      const firsts = new Map<string, ParsedRule>();
      // Most names are unique.
      if (rules.length === 1) return undefined;
      return rules.map((rule) => {
        const { object, path, kind, expr } = rule;
        if (expr === undefined) return undefined;
        const identity = kind === 'record' ? seriesIdentity(inference.of(expr)) : undefined;
        const skeleton = kind === 'record' ? labelSkeleton(expr) : undefined;
        const keys = [
          print(expr),
          ...(identity === undefined ? [] : [`= ${identity}`]),
          ...(skeleton === undefined ? [] : [`~ ${skeleton}`]),
        ];
        const first = keys.map((key) => firsts.get(key)).find((known) => known !== undefined);
        for (const key of keys) firsts.set(key, first ?? rule);
        if (first === undefined) {
          const other = kind === 'record' ? otherGrouping(rule, rules) : undefined;
          return other !== undefined && bothLoaded(other, rule, facts) ? otherLabels(other, rule) : undefined;
        }
        if (sameRule(first, rule) || !bothLoaded(first, rule, facts)) return undefined;
        return first.expr === undefined || print(first.expr) === print(expr)
          ? {
              object,
              path,
              message: `${nameOf(first.object)} already defines ${titleOf(rule)} at ${pathInFile(first.object, first.path)}`,
              found: print(expr),
              expected: 'one rule',
              fix: 'remove one of the two',
            }
          : mixed(first, rule);
      });
    });
  },
});

const groupedBy = (expr: Expr | undefined): string | undefined =>
  expr?.node === 'aggregation' && expr.grouping?.mode === 'by'
    ? expr.grouping.labels.toSorted().join(', ')
    : undefined;

/** An earlier rule that records the name with other labels of the same metrics, so that a sum counts them twice. */
function otherGrouping(rule: ParsedRule, rules: readonly ParsedRule[]): ParsedRule | undefined {
  const labels = groupedBy(rule.expr);
  const selectors = selectorsIn(rule.expr);
  return rules.slice(0, rules.indexOf(rule)).find((other) => {
    const before = groupedBy(other.expr);
    return (
      labels !== undefined &&
      before !== undefined &&
      before !== labels &&
      selectorsIn(other.expr) === selectors
    );
  });
}

const selectorsIn = (expr: Expr | undefined): string =>
  expr === undefined
    ? ''
    : [...walk(expr)].flatMap((node) => (node.node === 'selector' ? print(node) : [])).join();

const otherLabels = (first: ParsedRule, rule: ParsedRule): Reported => ({
  object: rule.object,
  path: rule.path,
  message: `${nameOf(first.object)} records ${rule.name} by (${groupedBy(first.expr)}) at ${pathInFile(first.object, first.path)}, and this rule by (${groupedBy(rule.expr)}), so a sum over the name counts everything twice`,
  found: rule.text,
  expected: 'another name for each set of labels',
  fix: 'give one of the two another name, or remove it',
});

/** Rules of one group run at the same time: of two samples with one timestamp, Prometheus stores the first. */
function mixed(first: ParsedRule, rule: ParsedRule): Reported {
  const isOneGroup = nameOf(first.object) === nameOf(rule.object) && groupPath(first) === groupPath(rule);
  return {
    object: rule.object,
    path: rule.path,
    ...(isOneGroup ? { severity: 'error' as const } : {}),
    message: `${nameOf(first.object)} records other values for ${titleOf(rule)} at ${pathInFile(first.object, first.path)}, ${
      isOneGroup
        ? 'in the same group, so Prometheus stores the samples of one only'
        : 'so the series mixes both'
    }`,
    found: rule.text,
    expected: 'one rule, or another name',
    fix: 'give one of the two another name, or remove it',
  };
}

/** E.g. `spec.groups[0]`. */
const groupPath = ({ path }: ParsedRule): string => path.replace(/\.rules\[\d+\]$/, '');

const sameName = (rules: readonly ParsedRule[]): ReadonlyMap<string, readonly ParsedRule[]> =>
  groupBy(rules, ({ kind, name, labels }) => JSON.stringify([kind, name, Object.entries(labels).toSorted()]));

/** A cluster dump and a file can contain the same resource. */
const sameRule = (left: ParsedRule, right: ParsedRule): boolean =>
  nameOf(left.object) === nameOf(right.object) && left.path === right.path;

/** Whether one Prometheus certainly loads both. With several, each may load one, unless labels and namespace are equal. */
function bothLoaded(
  left: ParsedRule,
  right: ParsedRule,
  { prometheus, manifests }: Pick<Facts, 'prometheus' | 'manifests'>,
): boolean {
  if (nameOf(left.object) === nameOf(right.object)) return true;
  const [one, other] = [left, right].map(
    ({ object }) => selection(object, 'PrometheusRule', prometheus, manifests).selected,
  );
  if (prometheus.others === undefined && one === 'yes' && other === 'yes') return true;
  return one !== 'no' && selectedBy(left) === selectedBy(right);
}

const selectedBy = ({ object: { namespace, labels } }: ParsedRule): string =>
  JSON.stringify([namespace, Object.entries(labels).toSorted()]);
