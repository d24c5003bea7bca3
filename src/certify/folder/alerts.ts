import type { Facts } from '../../doctor/check';
import type { ParsedRule } from '../../doctor/rules/parsed-rule';
import { rulesIn } from '../../doctor/rules/raw-rules';
import { ANYTHING, labelsThere, factOf, withLabels, type Shape } from '../../doctor/expressions/shape';
import { groupBy } from '../../findings/group-by';
import { textOf } from '../../kubernetes/object';
import { isLeftOut } from '../../operator/selection';
import { walk, type Expr } from '../../promql/expr';
import { tryMilliseconds } from '../../promql/window';
import type { WatchedAlert } from '../alert';
import type { Recording } from '../engine/series';
import type { Subject } from '../world/subject';

/** An alert that anybody wrote, with what is known of its labels before it fires. */
export interface FolderAlert {
  readonly rule: ParsedRule;
  /** Undefined where the expression was not read. */
  readonly watched?: WatchedAlert;
  /** Labels that certainly have one value. */
  readonly labels: WatchedAlert['labels'];
  /** Labels of its series. */
  readonly shape: Shape;
  /** Prometheus does not select its PrometheusRule. */
  readonly unselected: boolean;
}

/** Severities of alerts that wake people: they must reach a receiver. */
const WAKING: readonly (string | undefined)[] = ['critical', 'page'];

/** Whether an alert wakes people, by its severity. */
export const isWaking = ({ severity }: WatchedAlert['labels']): boolean => WAKING.includes(severity);

type Read = Pick<Facts, 'manifests' | 'prometheus' | 'ruleGroups' | 'rules' | 'analysis'>;

export function folderAlerts({
  manifests,
  prometheus,
  ruleGroups,
  rules,
  analysis,
}: Read): readonly FolderAlert[] {
  const { inference } = analysis.catalog;
  const waits = new Map(
    [...groupBy(rulesIn(ruleGroups), ({ object }) => object)].map(([object, own]) => [
      object,
      new Map(own.map(({ path, fields }) => [path, waitOf(fields['for'])])),
    ]),
  );
  const selected = new Map(
    manifests
      .operator('PrometheusRule')
      .map((object) => [object, !isLeftOut(object, 'PrometheusRule', prometheus, manifests)]),
  );
  return rules
    .filter(({ kind }) => kind === 'alert')
    .map((rule): FolderAlert => {
      const shape = withLabels(
        rule.expr === undefined ? ANYTHING : inference.of(rule.expr),
        new Map(templatedIn(rule).map((label) => [label, { presence: 'maybe' }])),
      );
      const labels = labelsOf(rule, shape, prometheus.externalLabels);
      return {
        rule,
        labels,
        shape,
        unselected: selected.get(rule.object) === false,
        ...(rule.expr === undefined
          ? {}
          : {
              watched: {
                name: rule.name,
                labels,
                expr: rule.expr,
                for: waits.get(rule.object)?.get(rule.path) ?? 0,
                every: atLeastASecond(rule.interval),
              },
            }),
      };
    });
}

/** An interval below a second is simulated as one: the bound is later by less than a second each time. */
export const atLeastASecond = (interval: number): number => Math.max(1, interval);

/** Seconds for which the expression must have results. */
const waitOf = (text: unknown): number => (tryMilliseconds(textOf(text) ?? '') ?? 0) / 1000;

const templatedIn = ({ labels }: ParsedRule): readonly string[] =>
  Object.entries(labels).flatMap(([label, text]) => (text.includes('{{') ? [label] : []));

/** Labels of the rule replace those of the series; external labels are added where there is no such label. */
function labelsOf(rule: ParsedRule, shape: Shape, external: Readonly<Record<string, string>>) {
  const fixed = labelsThere(shape).flatMap((label) => {
    const { presence, values } = factOf(shape, label);
    return presence === 'always' && values?.size === 1 ? [[label, [...values][0]!] as const] : [];
  });
  const written = Object.entries(rule.labels).filter(([, text]) => !text.includes('{{'));
  const templated = templatedIn(rule);
  const known = { ...external, ...Object.fromEntries(fixed), ...Object.fromEntries(written) };
  return {
    ...Object.fromEntries(
      Object.entries(known).filter(([label]) => label !== '__name__' && !templated.includes(label)),
    ),
    alertname: rule.name,
  };
}

/** Recorded series by name, as the simulation reads them. Those that read themselves are left out: it has no history. */
export function folderRecordings(rules: readonly ParsedRule[]): ReadonlyMap<string, readonly Recording[]> {
  const found = new Map<string, Recording[]>();
  for (const { kind, name, expr, labels, interval } of rules)
    if (kind === 'record' && expr !== undefined)
      found.set(name, [...(found.get(name) ?? []), { expr, labels, age: atLeastASecond(interval) }]);
  const reads = new Map(
    [...found].map(([name, all]) => [name, all.flatMap(({ expr }) => selectedNames(expr))]),
  );
  const isCyclic = (name: string): boolean => {
    const seen = new Set<string>();
    const open = [...(reads.get(name) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === name) return true;
      if (!seen.has(next)) open.push(...(reads.get(next) ?? []));
      seen.add(next);
    }
    return false;
  };
  return new Map([...found].filter(([name]) => !isCyclic(name)));
}

const selectedNames = (expr: Expr): readonly string[] =>
  [...walk(expr)].flatMap((node) => (node.node === 'selector' && node.name !== undefined ? [node.name] : []));

/** An alert as it is about one workload. */
export interface OwnAlert {
  readonly alert: FolderAlert;
  readonly watched: WatchedAlert;
}

/** Alerts about a workload have its namespace, unless their expression has no such label. */
export const ofWorkload = ({ namespace }: Subject, alerts: readonly FolderAlert[]): readonly OwnAlert[] =>
  alerts.flatMap((alert) => {
    const { watched, shape, unselected } = alert;
    if (watched === undefined || unselected) return [];
    const hasNamespace = 'namespace' in watched.labels || factOf(shape, 'namespace').presence === 'never';
    return [
      {
        alert,
        watched: hasNamespace ? watched : { ...watched, labels: { namespace, ...watched.labels } },
      },
    ];
  });
