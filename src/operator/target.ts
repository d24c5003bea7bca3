import { ownValue, type Labels } from '../kubernetes/object';
import type { Relabeling } from '../kubernetes/relabeling';
import type { Regexes } from './anchored-regex';
import { LabelBuilder } from './label-builder';
import { relabel } from './relabel';

/** The parts of a scrape configuration that decide the labels of targets and of series. */
export interface LabelRules {
  readonly jobName: string;
  readonly path: string;
  readonly scheme: string;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly honorLabels: boolean;
  readonly relabelings: readonly Relabeling[];
  readonly metricRelabelings: readonly Relabeling[];
}

export interface KeptTarget {
  readonly kind: 'kept';
  /** Of all its series. */
  readonly labels: Labels;
  /** `__address__`, `__scheme__`, `__metrics_path__` and `__param_<name>` after relabeling. */
  readonly request: Labels;
}

export type TargetOutcome =
  | KeptTarget
  | { readonly kind: 'dropped' }
  /** Prometheus reports it as a failed target. */
  | { readonly kind: 'invalid'; readonly error: string };

/**
 * Relabels a discovered target, which gives the labels of all its series.
 * @param discovered among them `__address__`
 * @throws Error for relabeling that Prometheus rejects
 * @see https://github.com/prometheus/prometheus/blob/v3.14.0/scrape/target.go
 */
export function scrapedTarget(rules: LabelRules, discovered: Labels, regexes: Regexes): TargetOutcome {
  const labels = new LabelBuilder(targetDefaults(rules, discovered));
  if (!relabel(labels, rules.relabelings, regexes)) return { kind: 'dropped' };
  const address = labels.get('__address__');
  if (address === '') return { kind: 'invalid', error: 'no address: relabeling removes __address__' };
  if (address.includes('/')) return { kind: 'invalid', error: `"${address}" is not a valid hostname` };
  if (labels.get('instance') === '') labels.set('instance', address);
  return { kind: 'kept', labels: labels.visible(), request: requestOf(labels.labels()) };
}

const requestOf = (labels: Labels): Labels =>
  Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => /^__(address__|scheme__|metrics_path__|param_)/.test(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Labels that Prometheus adds before relabeling, unless discovery sets them. */
function targetDefaults({ jobName, path, scheme, params }: LabelRules, discovered: Labels): Labels {
  return {
    job: jobName,
    __metrics_path__: path,
    __scheme__: scheme,
    ...Object.fromEntries(
      Object.entries(params).flatMap(([name, [first]]) =>
        first === undefined ? [] : [[`__param_${name}`, first]],
      ),
    ),
    ...discovered,
  };
}

/**
 * The labels with which a series is stored.
 * @param exposed its labels as the target exposes them, with `__name__`
 * @returns undefined for a series that is dropped or loses its name
 * @throws Error for relabeling that Prometheus rejects
 * @see https://github.com/prometheus/prometheus/blob/v3.14.0/scrape/scrape.go
 */
export function storedSeries(
  { honorLabels, metricRelabelings }: LabelRules,
  target: Labels,
  exposed: Labels,
  regexes: Regexes,
): Labels | undefined {
  const labels = new LabelBuilder(exposed);
  if (honorLabels) {
    // An empty label of the series removes the label of the target.
    for (const [name, value] of Object.entries(target))
      if (!Object.hasOwn(exposed, name)) labels.set(name, value);
  } else {
    for (const [name, value] of Object.entries(target)) labels.set(name, value);
    const hidden = Object.keys(target).filter((name) => ownValue(exposed, name));
    for (const name of hidden.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)))
      labels.set(freeName(labels, `exported_${name}`), exposed[name]!);
  }
  if (!relabel(labels, metricRelabelings, regexes)) return undefined;
  return labels.get('__name__') === '' ? undefined : labels.labels();
}

const freeName = (labels: LabelBuilder, name: string): string =>
  labels.get(name) === '' ? name : freeName(labels, `exported_${name}`);
