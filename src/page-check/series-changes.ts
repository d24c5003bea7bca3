import type { Metric } from '../metrics/metric';
import { seriesNames } from '../metrics/series';
import { walk, type Expr } from '../promql/expr';
import { sloRecords } from '../rules/naming';
import { isAlert, type Rule } from '../rules/rule';
import { matches, type SeriesChange } from './impact';

/** These series do not reach Prometheus. */
export function seriesGone(names: readonly string[]): SeriesChange {
  return ({ name }) => (name !== undefined && names.includes(name) ? 'gone' : undefined);
}

/** They reach Prometheus for some label sets only. */
export function seriesLacking(names: readonly string[]): SeriesChange {
  return ({ name }) => (name !== undefined && names.includes(name) ? 'changed' : undefined);
}

/** Every series of these metrics is lost: the page as a whole is refused. */
export function allGone(metrics: readonly Metric[]): SeriesChange {
  return seriesGone(metrics.flatMap(seriesNames));
}

/** The series exist, with other values. */
export function seriesChanged(metric: Metric): SeriesChange {
  return seriesLacking(seriesNames(metric));
}

/** A rule that selects by the label finds no series; one that groups by it has a single group. */
export function labelGone(metric: Metric, label: string): SeriesChange {
  const names = seriesNames(metric);
  return ({ name, matchers }, rule) => {
    if (name === undefined || !names.includes(name)) return undefined;
    const wanted = matchers.filter((matcher) => matcher.label === label);
    if (wanted.some((matcher) => !matches(matcher, ''))) return 'gone';
    return wanted.length > 0 || groupsBy(rule, label) ? 'changed' : undefined;
  };
}

/** The label has values that rules do not expect. */
export function labelChanged(metric: Metric, label: string): SeriesChange {
  const names = seriesNames(metric);
  return ({ name, matchers }, rule) =>
    name !== undefined &&
    names.includes(name) &&
    (groupsBy(rule, label) || matchers.some((matcher) => matcher.label === label))
      ? 'changed'
      : undefined;
}

/** Quantiles are computed from all buckets, and lack some. */
export function quantilesChanged(metric: Metric): SeriesChange {
  return ({ name, matchers }) =>
    name === `${metric.name}_bucket` && !matchers.some(({ label }) => label === 'le') ? 'changed' : undefined;
}

/**
 * Rules that select a bound find it on some label sets only, or on none.
 * @param written the `le` texts of each label set
 */
export function boundsGone(metric: Metric, written: readonly (readonly string[])[]): SeriesChange {
  return ({ name, matchers }) => {
    const wanted = matchers.filter(({ label }) => label === 'le');
    if (name !== `${metric.name}_bucket` || wanted.length === 0) return undefined;
    const found = written.filter((texts) =>
      texts.some((le) => wanted.every((matcher) => matches(matcher, le))),
    ).length;
    if (found === written.length) return undefined;
    return found === 0 ? 'gone' : 'changed';
  };
}

/** Objectives remember series with all their labels, only to add them up: no value is expected. */
const REMEMBERS_SERIES = sloRecords.read('');

/** Whether series differ by the label in a rule's result, or in a join. Grouping that a later aggregation drops does not count. */
function groupsBy(rule: Rule, label: string): boolean {
  if (!isAlert(rule) && rule.record.endsWith(REMEMBERS_SERIES)) return false;
  const { expr } = rule;
  return expr.labels.has(label) || [...walk(expr.expr)].some((node) => joinedOn(node).includes(label));
}

function joinedOn(node: Expr): readonly string[] {
  return node.node === 'binary' && node.matching?.mode === 'on' ? node.matching.labels : [];
}
