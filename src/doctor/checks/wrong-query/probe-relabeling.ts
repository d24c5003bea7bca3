import { entriesKey } from '../../../findings/group-by';
import { labelsOf, listOf, mapOf, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf } from '../../../kubernetes/probe';
import { probeConfig } from '../../../operator/probe-config';
import { regexesOf } from '../../../operator/prometheus-spec';
import { relabelProblems } from '../../../operator/relabel-problems';
import type { PrometheusSettings } from '../../../operator/settings';
import { scrapedTarget } from '../../../operator/target';
import { defineCheck, type Found } from '../../check';

/** Certain: all static targets are in the Probe, and their relabeling was executed. */
export const check = defineCheck({
  id: 'probe-relabeling',
  severity: 'error',
  question: 'Does relabeling keep the targets of every Probe, with distinct labels?',
  symptom: 'The job of the Probe has no targets, or fewer than configured.',
  why: '`relabelingConfigs` with keep or drop select targets. The label `instance` distinguishes the targets of a Probe: Prometheus probes targets with equal labels only once.',
  remedy: 'Remove the step that drops the targets, or keep `instance`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProbeTargetStaticConfig',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    manifests.operator('Probe').flatMap((probe) => findingsOf(probe, prometheus)),
});

function findingsOf(probe: KubernetesObject, settings: PrometheusSettings): Found {
  const { staticConfig } = mapOf(mapOf(probe.fields['spec'])['targets']);
  const { relabelingConfigs, labels } = mapOf(staticConfig);
  const statics = [...new Set(probeOf(probe).statics)];
  const config = probeConfig(probe, { ...settings, shards: 1 });
  // The steps that the operator adds drop nothing.
  if (config === undefined || listOf(relabelingConfigs).length === 0 || statics.length === 0)
    return undefined;
  const regexes = regexesOf(settings);
  if (config.relabelings.some((step) => relabelProblems(step, regexes).length > 0)) return undefined;
  const kept = statics.flatMap((target) => {
    const discovered = { namespace: probe.namespace, ...labelsOf(labels), __address__: target };
    const outcome = scrapedTarget(config, discovered, regexes);
    return outcome.kind === 'dropped' ? [] : [{ target, outcome }];
  });
  const about = {
    object: probe,
    path: 'spec.targets.staticConfig.relabelingConfigs',
    found: relabelingConfigs,
  };
  if (kept.length === 0)
    return {
      ...about,
      message: `relabeling drops every target, such as ${statics[0]}`,
      expected: 'steps that keep at least one target',
      fix: 'remove the step with action keep or drop',
    };
  const byLabels = new Map<string, string>();
  for (const { target, outcome } of kept) {
    if (outcome.kind !== 'kept') continue;
    const key = entriesKey(outcome.labels);
    const other = byLabels.get(key);
    if (other !== undefined)
      return {
        ...about,
        message: `relabeling gives ${other} and ${target} the same labels, so only one of them is probed`,
        expected: 'a distinct instance label for each target',
        fix: 'remove instance from the steps that overwrite or drop it',
      };
    byLabels.set(key, target);
  }
  return undefined;
}
