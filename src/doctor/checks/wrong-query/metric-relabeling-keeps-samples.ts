import { listOf } from '../../../kubernetes/object';
import type { Relabeling } from '../../../kubernetes/relabeling';
import type { Regexes } from '../../../operator/anchored-regex';
import { goneLabels, matchesEverything } from '../../../operator/gone-labels';
import { regexesOf } from '../../../operator/prometheus-spec';
import { actionOf, DEFAULT_REGEX } from '../../../operator/relabel';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { ModelledTarget } from '../../target-labels';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Found } from '../../check';

// Certain: a step drops every value of any label, or compares only labels of the target, whose values are computed.
// Silent where the service may expose the label itself (honorLabels), or where an earlier step sets it.
export const check = defineCheck({
  id: 'metric-relabeling-keeps-samples',
  severity: 'error',
  question: 'Do metricRelabelings keep at least some samples?',
  symptom: 'The target is up, scrape_samples_post_metric_relabeling is 0, and no query finds its series.',
  why: '`metricRelabelings` with the action keep or drop filter samples. The regular expression must match the whole value, and `.*` matches everything.',
  remedy: 'Correct the regular expression, or remove the step.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#metric_relabel_configs',
  needs: ['paths', 'targetLabels', 'prometheus'],
  find: (facts) => {
    const regexes = regexesOf(facts.prometheus);
    return facts.paths.map((path) => dropped(path, facts, regexes));
  },
});

function dropped(path: ScrapePath, { targetLabels }: Pick<Facts, 'targetLabels'>, regexes: Regexes): Found {
  const steps = path.endpoint.metricRelabelings;
  const filters = steps.some((step) => ['keep', 'drop'].includes(actionOf(step) ?? ''));
  if (!filters) return undefined;
  const targets = path.endpoint.honorLabels
    ? []
    : targetsOf(path).map(([link, target]) => targetLabels.of(path, link, target));
  const index = steps.findIndex((step, at) => {
    const earlier = steps.slice(0, at);
    // Reported by metric-relabeling-labels.
    if (goneLabels(step).length > 0) return false;
    return dropsAny(step) || dropsTargets(step, earlier, targets, regexes);
  });
  if (index === -1) return undefined;
  return {
    ...about(path, `metricRelabelings[${index}]`),
    message: 'the step drops every sample of the endpoint',
    found: listOf(path.endpoint.fields['metricRelabelings'])[index],
    expected: 'a step that keeps some samples',
    fix: `remove step ${index} of metricRelabelings, or match the samples that are not wanted`,
  };
}

/** The default regular expression matches everything. */
const dropsAny = (step: Relabeling): boolean => actionOf(step) === 'drop' && matchesEverything(step);

function dropsTargets(
  step: Relabeling,
  earlier: readonly Relabeling[],
  targets: readonly ModelledTarget[],
  regexes: Regexes,
): boolean {
  const { sourceLabels = [], separator = ';', regex } = step;
  const action = actionOf(step);
  if (targets.length === 0 || sourceLabels.length === 0 || (action !== 'keep' && action !== 'drop'))
    return false;
  if (earlier.some((one) => one.targetLabel !== undefined || /^label/i.test(one.action ?? ''))) return false;
  return targets.every(({ labels = {}, varying }) => {
    if (
      !sourceLabels.every(
        (label) => Object.hasOwn(labels, label) && !varying.has(label) && label !== 'instance',
      )
    )
      return false;
    try {
      const value = sourceLabels.map((label) => labels[label]).join(separator);
      return regexes.get(regex || DEFAULT_REGEX).matches(value) === (action === 'drop');
    } catch {
      // Reported by relabeling-steps.
      return false;
    }
  });
}
