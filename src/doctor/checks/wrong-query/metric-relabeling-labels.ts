import { listOf } from '../../../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../../../kubernetes/relabeling';
import { goneLabels, matchesEverything } from '../../../operator/gone-labels';
import { actionOf, DEFAULT_REGEX } from '../../../operator/relabel';
import { regexesOf } from '../../../operator/prometheus-spec';
import type { Regexes } from '../../../operator/anchored-regex';
import { scrapesIn, type Scrape } from '../shared/scrapes';
import { defineCheck, type Found } from '../../check';

// Certain: Prometheus removes these labels before it relabels samples, so a step reads "" and what it sets has no effect.
export const check = defineCheck({
  id: 'metric-relabeling-labels',
  severity: 'error',
  question: 'Do metricRelabelings use only labels that samples have?',
  symptom:
    'A label is missing or was not replaced; or the target is up and has no series, as every sample is dropped.',
  why: '`relabelings` run before the scrape and see the labels of the target, such as `__address__` and `__meta_kubernetes_pod_node_name`. `metricRelabelings` run after it on every sample, when these labels are gone.',
  remedy: 'Move the steps from `metricRelabelings` to `relabelings`.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#metric_relabel_configs',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const regexes = regexesOf(prometheus);
    return scrapesIn(manifests).map((scrape) => inVain(scrape, regexes));
  },
});

function inVain(scrape: Scrape, regexes: Regexes): Found {
  const given = listOf(scrape.fields['metricRelabelings']);
  const steps = relabelingsOf(given);
  const wrong = steps.flatMap((step, index) => {
    const gone = goneLabels(step);
    return gone.length === 0 ? [] : [{ step, index, gone }];
  });
  if (wrong.length === 0) return undefined;
  const labels = [...new Set(wrong.flatMap(({ gone }) => gone))];
  const drops = wrong.some(({ step, gone }) => dropsEverything(step, gone, regexes));
  const indexes = wrong.map(({ index }) => index);
  const moved = wrong.filter(({ step }) => !isDropOfAll(step)).map(({ index }) => given[index]);
  const rest = given.filter((_, index) => !indexes.includes(index));
  return {
    object: scrape.object,
    path: `${scrape.path}.metricRelabelings`,
    message: `samples do not have ${labels.join(', ')}, which exist for targets only${drops ? ', so every sample is dropped' : ''}`,
    found: wrong.map(({ index }) => given[index]),
    expected: 'labels of samples; labels of targets in relabelings',
    fix: [
      ...(moved.length === 0 ? [] : [moveTo(scrape, moved)]),
      rest.length === 0 ? 'remove metricRelabelings' : `metricRelabelings: ${JSON.stringify(rest)}`,
    ].join('\n'),
  };
}

/** A Probe has its target relabelings beside its targets. */
const moveTo = ({ object, fields }: Scrape, moved: readonly unknown[]): string =>
  object.kind === 'Probe'
    ? `move ${moved.length === 1 ? 'the step' : 'these steps'} to relabelingConfigs of targets.staticConfig or targets.ingress`
    : `relabelings: ${JSON.stringify([...listOf(fields['relabelings']), ...moved])}`;

const isDropOfAll = (step: Relabeling): boolean => actionOf(step) === 'drop' && matchesEverything(step);

/** Keeps or drops by the empty value. */
function dropsEverything(step: Relabeling, gone: readonly string[], regexes: Regexes): boolean {
  const { sourceLabels = [], separator = ';', regex } = step;
  if (sourceLabels.length === 0 || !sourceLabels.every((label) => gone.includes(label))) return false;
  try {
    const matches = regexes.get(regex || DEFAULT_REGEX).matches(sourceLabels.map(() => '').join(separator));
    const action = actionOf(step);
    return (action === 'keep' && !matches) || (action === 'drop' && matches);
  } catch {
    // Reported by relabeling-steps.
    return false;
  }
}
