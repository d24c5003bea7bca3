import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { parsedRules } from '../doctor/rules/parse-rules';
import { ruleGroups } from '../doctor/rules/raw-rules';
import { namesRead } from '../doctor/expressions/metric-names';
import { manifestsOf } from '../kubernetes/manifests';
import { platformMetrics } from '../metrics/platform';
import { seriesNames } from '../metrics/series';
import type { Labels } from '../kubernetes/object';
import { EXPORTED } from './cluster-exporter';
import type { Plan } from './plan';

/** One recording rule, with the labels that distinguish its series from those of others. */
export interface Recording {
  readonly name: string;
  readonly labels: Labels;
  /** Metrics of the cluster that it reads and that are not exposed here. */
  readonly needsCluster: readonly string[];
}

/** Rules of the PrometheusRules that are loaded. */
export const loadedRules = ({ rules, settings }: Pick<Plan, 'rules' | 'settings'>): readonly ParsedRule[] =>
  parsedRules(ruleGroups(manifestsOf(rules)), settings);

/** Names of objectives' recordings end so that have a sample only when a process restarts or a series expires. */
export const RARE = [':slo_idle:sum', ':slo_process_begun:seconds'] as const;

/** Those of which each has a sample while a service has traffic. */
export const recordingsOf = (rules: readonly ParsedRule[]): readonly Recording[] =>
  rules
    .filter(({ kind, name }) => kind === 'record' && !RARE.some((ending) => name.endsWith(ending)))
    .map((rule) => ({ name: rule.name, labels: rule.labels, needsCluster: onlyInCluster([rule]) }));

/** Metrics of kube-state-metrics and the kubelet that rules read and the cluster exporter lacks. */
const onlyInCluster = (rules: readonly ParsedRule[]): readonly string[] =>
  [...namesRead(rules)].filter((name) => /^(kube|container)_/.test(name) && !EXPORTED.includes(name));

/** Metrics that rules read and that a service exposes itself, by name. */
export function serviceMetrics(rules: readonly ParsedRule[]): readonly string[] {
  const others = new Set([
    'up',
    ...Object.values(platformMetrics).flatMap(seriesNames),
    ...rules.map(({ name }) => name),
  ]);
  return [...namesRead(rules)].filter(
    (name) => !others.has(name) && !/^(kube|container|scrape)_|^ALERTS/.test(name),
  );
}

export const records = ({ name, labels }: Recording, series: Labels): boolean =>
  series['__name__'] === name && Object.entries(labels).every(([key, value]) => series[key] === value);

/** `task_api:slo_errors:ratio{slo="availability", window="1h"}`. */
export function showRecording({ name, labels }: Pick<Recording, 'name' | 'labels'>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}

/** Kind of every objective, by the value of its label `slo`, from the rules that record `slo:info`. */
export const objectiveKinds = (rules: readonly ParsedRule[]): ReadonlyMap<string, string> =>
  new Map(
    rules
      .filter(({ kind, name }) => kind === 'record' && name.endsWith(':slo:info'))
      .map(({ labels }) => [labels['slo'] ?? '', labels['kind'] ?? '']),
  );
