import { ownValue } from '../findings/fields';
import type { Relabeling } from '../kubernetes/relabeling';
import type { Regexes } from '../operator/anchored-regex';
import { discoveredLabels } from '../operator/discovery';
import { labelRules } from '../operator/label-rules';
import { roleOf } from '../operator/monitor-relabelings';
import { regexesOf } from '../operator/prometheus-spec';
import { actionOf } from '../operator/relabel';
import { relabelProblems } from '../operator/relabel-problems';
import type { ScrapePath, TargetGroup } from '../operator/scrape-path';
import type { PrometheusSettings } from '../operator/settings';
import {
  scrapedTarget,
  storedSeries,
  type KeptTarget,
  type LabelRules,
  type TargetOutcome,
} from '../operator/target';
import type { ModelledTarget, TargetLabels } from './target-labels';

/** Runs the relabeling of the operator on discovered targets. Each target is computed once. */
export function modelTargetLabels(settings: PrometheusSettings): TargetLabels {
  const regexes = regexesOf(settings);
  const jobs = new WeakMap<ScrapePath, Job>();
  return {
    of(path, link, target) {
      const { rules, error, targets } = remembered(jobs, path, () => jobOf(path));
      return remembered(targets, target, () => {
        const role = roleOf(path.monitor, settings);
        return error === undefined
          ? modelled(
              rules,
              (pod, by) => scrapedTarget(by, discoveredLabels(link, target, role, pod), regexes),
              regexes,
            )
          : unresolved(error);
      });
    },
  };

  function jobOf({ monitor, endpoint, index }: ScrapePath): Job {
    const rules = labelRules(monitor, endpoint, index, settings);
    return { rules, error: refusal(rules, regexes), targets: new WeakMap() };
  }
}

/** One endpoint of one monitor. */
interface Job {
  readonly rules: LabelRules;
  /** Why Prometheus rejects it. */
  readonly error: string | undefined;
  readonly targets: WeakMap<TargetGroup, ModelledTarget>;
}

function remembered<K extends object, V>(values: WeakMap<K, V>, key: K, compute: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const fresh = compute();
  values.set(key, fresh);
  return fresh;
}

function refusal({ relabelings, metricRelabelings }: LabelRules, regexes: Regexes): string | undefined {
  for (const step of [...relabelings, ...metricRelabelings]) {
    const [problem] = relabelProblems(step, regexes);
    if (problem !== undefined) return problem.message;
  }
  return undefined;
}

const unresolved = (error?: string): ModelledTarget => ({
  varying: new Set(),
  ...(error === undefined ? {} : { error }),
  series: () => undefined,
});

/** Relabeling may keep only some pods, by name or hash. A target counts as dropped if this many pods are dropped. */
const PODS_TRIED = 8;

function modelled(
  rules: LabelRules,
  outcome: (pod: number, rules: LabelRules) => TargetOutcome,
  regexes: Regexes,
): ModelledTarget {
  const kept: KeptTarget[] = [];
  for (let pod = 0; pod < PODS_TRIED && kept.length < 2; pod += 1) {
    const tried = outcome(pod, rules);
    if (tried.kind === 'invalid') return unresolved(tried.error);
    if (tried.kind === 'kept') kept.push(tried);
  }
  const [first, second] = kept;
  if (first === undefined) return unresolved();
  // If only one pod is kept, compute another one without the filters.
  const other =
    second ?? outcome(PODS_TRIED, { ...rules, relabelings: rules.relabelings.filter(filtersNothing) });
  const otherLabels = other.kind === 'kept' ? other.labels : {};
  const names = Object.keys({ ...first.labels, ...otherLabels });
  return {
    labels: first.labels,
    request: first.request,
    varying: new Set(names.filter((name) => ownValue(first.labels, name) !== ownValue(otherLabels, name))),
    series: (name, labels) => storedSeries(rules, first.labels, { ...labels, __name__: name }, regexes),
  };
}

const filtersNothing = (step: Relabeling): boolean =>
  !['keep', 'drop', 'keepequal', 'dropequal'].includes(actionOf(step) ?? '');
