import { listOf } from '../../../kubernetes/object';
import type { Relabeling } from '../../../kubernetes/relabeling';
import type { ScrapePath } from '../../../operator/scrape-path';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Reported } from '../../check';

// Reported when targets were found and relabeling drops all of them. An error when the steps that keep or drop look at
// nothing but what the manifests hold, or the service is our own. Other labels of foreign pods make it a warning, but
// nothing is said where meshes and admission add them: containers, labels and annotations.
export const check = defineCheck({
  id: 'relabeling-keeps-target',
  severity: 'error',
  question: 'Does relabeling leave a target?',
  symptom: 'The job has 0 targets, and the pods are among the dropped ones on the service discovery page.',
  why: '`relabelings` with the action keep or drop decide about the target itself. A keep on a label that is not there drops everything; `metricRelabelings` would decide about series.',
  remedy:
    'Compare the labels before relabeling on the service discovery page with the regular expression, which has to match the whole value.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config',
  needs: ['paths', 'targetLabels', 'contracts'],
  find: (facts) => facts.paths.flatMap((path) => dropped(path, facts)),
});

function dropped(
  path: ScrapePath,
  { targetLabels, contracts }: Pick<Facts, 'targetLabels' | 'contracts'>,
): readonly Reported[] {
  const steps = path.endpoint.relabelings.filter(({ action = '' }) => /^(keep|drop)(equal)?$/i.test(action));
  const targets = targetsOf(path);
  if (steps.length === 0 || targets.length === 0) return [];
  const outcomes = targets.map(([link, target]) => targetLabels.of(path, link, target));
  if (outcomes.some(({ labels, error }) => labels !== undefined || error !== undefined)) return [];
  const [step] = steps as [Relabeling, ...Relabeling[]];
  const isOwn = path.links.some(
    ({ service }) => service !== undefined && contracts.of(service) !== undefined,
  );
  if (!isOwn && steps.some(asksForInjected)) return [];
  const index = path.endpoint.relabelings.indexOf(step);
  return [
    {
      ...about(path, steps.length === 1 ? `relabelings[${index}]` : 'relabelings'),
      severity: isOwn || steps.every(isKnown) ? 'error' : 'warning',
      message: 'drops every target of the endpoint',
      found: steps.length === 1 ? listOf(path.endpoint.fields['relabelings'])[index] : steps,
      expected: 'one that at least one of the pods passes',
      fix: 'remove it; or move it to metricRelabelings if it is about series',
    },
  ];
}

/** What meshes add to pods. */
const INJECTED = /^__meta_kubernetes_pod_(container_|label|annotation)/;

const asksForInjected = ({ sourceLabels = [] }: Relabeling): boolean =>
  sourceLabels.some((label) => INJECTED.test(label));

/** Labels whose value the manifests decide. */
const KNOWN =
  /^(namespace|service|endpoint|job|__scheme__|__metrics_path__|__meta_kubernetes_(namespace|service_(name|label.*|labelpresent.*|annotation.*)|endpoint(slice)?_port_(name|protocol)))$/;

const isKnown = ({ sourceLabels = [] }: Relabeling): boolean =>
  sourceLabels.every((label) => KNOWN.test(label));
