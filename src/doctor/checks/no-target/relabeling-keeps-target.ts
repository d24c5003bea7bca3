import { listOf, mapOf, type KubernetesObject } from '../../../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../../../kubernetes/relabeling';
import type { ScrapePath } from '../../../operator/scrape-path';
import { linkedService } from '../../contract-of-link';
import { relabelledTargets } from '../../expressions/outside-targets';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Found } from '../../check';

// Where relabeling drops all targets that were found. An error where the steps that keep or drop read only labels that
// the manifests decide, or our catalog deploys the pods; a warning for other labels. Silent where a step reads
// containers, labels or annotations of pods that our catalog does not deploy, which meshes and admission webhooks add.
// Static targets of a ScrapeConfig and all their labels are in the object; probe-relabeling has those of Probes.
export const check = defineCheck({
  id: 'relabeling-keeps-target',
  severity: 'error',
  question: 'Does relabeling keep at least one target?',
  symptom: 'The job has 0 targets, and the pods are among the dropped ones on the service discovery page.',
  why: '`relabelings` with the action keep or drop filter targets; `metricRelabelings` filter series. A keep on a missing label drops everything.',
  remedy:
    'Compare the labels before relabeling on the service discovery page with the regular expression, which must match the whole value.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config',
  needs: ['paths', 'targetLabels', 'contracts', 'manifests', 'prometheus'],
  find: (facts) => [
    facts.paths.flatMap((path) => dropped(path, facts)),
    facts.manifests.operator('ScrapeConfig').map((object) => droppedStatics(object, facts)),
  ],
});

const filtersTargets = ({ action = '' }: Relabeling): boolean => /^(keep|drop)(equal)?$/i.test(action);

function dropped(
  path: ScrapePath,
  { targetLabels, contracts }: Pick<Facts, 'targetLabels' | 'contracts'>,
): Found {
  const steps = path.endpoint.relabelings.filter(filtersTargets);
  const targets = targetsOf(path);
  if (steps.length === 0 || targets.length === 0) return undefined;
  const outcomes = targets.map(([link, target]) => targetLabels.of(path, link, target));
  if (outcomes.some(({ labels, error }) => labels !== undefined || error !== undefined)) return undefined;
  const [step] = steps as [Relabeling, ...Relabeling[]];
  const own = path.links.flatMap((link) => linkedService(path, link, contracts)?.scrape ?? []);
  const isOwn = own.some(({ deployed }) => deployed);
  if (!isOwn && steps.some(readsInjected)) return undefined;
  const index = path.endpoint.relabelings.indexOf(step);
  return {
    ...about(path, steps.length === 1 ? `relabelings[${index}]` : 'relabelings'),
    severity: isOwn || steps.every(isKnown) ? 'error' : 'warning',
    message: 'relabeling drops every target of the endpoint',
    found: steps.length === 1 ? listOf(path.endpoint.fields['relabelings'])[index] : steps,
    expected: 'a step that keeps at least one of the pods',
    fix: fixFor(steps),
  };
}

function droppedStatics(object: KubernetesObject, { prometheus }: Pick<Facts, 'prometheus'>): Found {
  const given = listOf(mapOf(object.fields['spec'])['relabelings']);
  const all = relabelingsOf(given);
  const steps = all.filter(filtersTargets);
  const found = steps.length === 0 ? undefined : relabelledTargets(object, prometheus);
  if (found?.isDropped !== true) return undefined;
  const [step] = steps as [Relabeling, ...Relabeling[]];
  const index = all.indexOf(step);
  return {
    object,
    path: steps.length === 1 ? `spec.relabelings[${index}]` : 'spec.relabelings',
    message: `relabeling drops every target, such as ${found.discovered[0]!['__address__']}`,
    found: steps.length === 1 ? given[index] : given,
    expected: 'a step that keeps at least one target',
    fix: fixFor(steps),
  };
}

/** Series have no labels of the discovery. */
function fixFor(steps: readonly Relabeling[]): string {
  const ofDiscovery = steps.some(({ sourceLabels = [] }) =>
    sourceLabels.some((label) => label.startsWith('__meta_')),
  );
  if (!ofDiscovery) return 'remove the step, or move it to metricRelabelings if it filters series';
  const drops = steps.length === 1 && /^drop$/i.test(steps[0]?.action ?? '');
  return `remove the step, or correct its regex${drops ? '; the action labeldrop with a regex of names drops labels' : ''}`;
}

/** What meshes add to pods. */
const INJECTED = /^__meta_kubernetes_pod_(container_|label|annotation)/;

const readsInjected = ({ sourceLabels = [] }: Relabeling): boolean =>
  sourceLabels.some((label) => INJECTED.test(label));

/** Labels whose value the manifests decide. */
const KNOWN =
  /^(__name__|namespace|service|endpoint|job|__scheme__|__metrics_path__|__meta_kubernetes_(namespace|service_(name|label.*|labelpresent.*|annotation.*)|endpoint(slice)?_port_(name|protocol)))$/;

const isKnown = ({ sourceLabels = [] }: Relabeling): boolean =>
  sourceLabels.every((label) => KNOWN.test(label));
