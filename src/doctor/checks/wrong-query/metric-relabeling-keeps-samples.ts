import { listOf, mapOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../../../kubernetes/relabeling';
import { re2Error } from '../../../metrics/labels';
import type { Matcher } from '../../../promql/expr';
import type { Regexes } from '../../../operator/anchored-regex';
import { goneLabels, matchesEverything } from '../../../operator/gone-labels';
import { regexesOf } from '../../../operator/prometheus-spec';
import { actionOf, DEFAULT_REGEX } from '../../../operator/relabel';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { ModelledTarget } from '../../target-labels';
import { listed, matches } from '../../expressions/matchers';
import { relabelledTargets } from '../../expressions/outside-targets';
import { about, targetsOf } from '../shared/endpoint';
import { aboutValues } from '../shared/given-values';
import { defineCheck, type Facts, type Found, type Subject } from '../../check';

// Certain: a step drops every value of any label, or compares only labels of the target, whose values are computed.
// Silent where the service may expose the label itself (honorLabels), or where an earlier step sets it.
export const check = defineCheck({
  id: 'metric-relabeling-keeps-samples',
  severity: 'error',
  question: 'Do metricRelabelings and writeRelabelConfigs keep at least some samples?',
  symptom:
    'The target is up, scrape_samples_post_metric_relabeling is 0, and no query finds its series; or the remote storage gets no samples.',
  why: '`metricRelabelings` with the action keep or drop filter samples, in the order of the list, and `writeRelabelConfigs` those of a remote write. The regular expression must match the whole value, and `.*` matches everything. A later keep brings nothing back.',
  remedy: 'Correct the regular expression, or remove the step.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#metric_relabel_configs',
  needs: ['paths', 'targetLabels', 'prometheus', 'manifests'],
  find: (facts) => {
    const regexes = regexesOf(facts.prometheus);
    return [
      facts.paths.map((path) => dropped(ofPath(path, facts), regexes)),
      ['Probe', 'ScrapeConfig'].flatMap((kind) =>
        facts.manifests.operator(kind).map((object) => dropped(ofOutside(object, facts), regexes)),
      ),
      remoteWrites(facts).map(unsent),
    ];
  },
});

/** One scrape with the labels of its targets. */
interface Filtered {
  readonly about: { readonly object: KubernetesObject; readonly path: string };
  readonly what: string;
  readonly given: unknown;
  /** None where the service may expose the labels itself, or discovery may set them. */
  readonly targets: () => readonly ModelledTarget[];
}

const ofPath = (path: ScrapePath, { targetLabels }: Pick<Facts, 'targetLabels'>): Filtered => ({
  about: about(path, 'metricRelabelings'),
  what: 'endpoint',
  given: path.endpoint.fields['metricRelabelings'],
  targets: () =>
    path.endpoint.honorLabels
      ? []
      : targetsOf(path).map(([link, target]) => targetLabels.of(path, link, target)),
});

const ofOutside = (object: KubernetesObject, { prometheus }: Pick<Facts, 'prometheus'>): Filtered => ({
  about: { object, path: 'spec.metricRelabelings' },
  what: object.kind,
  given: mapOf(object.fields['spec'])['metricRelabelings'],
  targets: () => {
    const found = relabelledTargets(object, prometheus);
    return found === undefined || found.isOpen || found.rules.honorLabels ? [] : found.kept;
  },
});

function dropped({ about, what, given, targets: targetsNow }: Filtered, regexes: Regexes): Found {
  const steps = relabelingsOf(given);
  const filters = steps.some((step) => ['keep', 'drop'].includes(actionOf(step) ?? ''));
  if (!filters) return undefined;
  const targets = targetsNow();
  const index = steps.findIndex((step, at) => {
    const earlier = steps.slice(0, at);
    // Reported by metric-relabeling-labels.
    if (goneLabels(step).length > 0) return false;
    return dropsAny(step) || keepsApart(step, earlier) || dropsTargets(step, earlier, targets, regexes);
  });
  if (index === -1) return undefined;
  return {
    ...about,
    path: `${about.path}[${index}]`,
    message: `the step drops every sample of the ${what}`,
    found: listOf(given)[index],
    expected: 'a step that keeps some samples',
    fix: `remove step ${index} of metricRelabelings, or match the samples that are not wanted`,
  };
}

/** The default regular expression matches everything. */
const dropsAny = (step: Relabeling): boolean =>
  actionOf(step) === 'drop' &&
  (matchesEverything(step) || (/^\^?\(?\.\+\)?\$?$/.test(step.regex ?? '') && isOfName(step)));

const isOfName = ({ sourceLabels = [] }: Relabeling): boolean => sourceLabels.join() === '__name__';

/** Each of two steps keeps names that the other drops. */
function keepsApart(step: Relabeling, earlier: readonly Relabeling[]): boolean {
  const matcherOf = ({ regex = DEFAULT_REGEX }: Relabeling): Matcher => ({
    label: '',
    operator: '=~',
    value: regex,
  });
  const keeps = (one: Relabeling): boolean =>
    actionOf(one) === 'keep' && isOfName(one) && re2Error(one.regex ?? '') === undefined;
  if (!keeps(step) || earlier.some(({ targetLabel }) => targetLabel !== undefined)) return false;
  const names = listed(matcherOf(step));
  return earlier.some((one) => keeps(one) && names?.some((name) => matches(matcherOf(one), name)) === false);
}

interface RemoteWrite {
  readonly about: Subject;
  readonly path: string;
  readonly steps: readonly unknown[];
}

/** Of resources, and of the values of the chart. */
function remoteWrites({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>): readonly RemoteWrite[] {
  const given = aboutValues(prometheus);
  const specs: readonly (readonly [Subject, string, Fields])[] = [
    ...manifests
      .operator('Prometheus', 'PrometheusAgent', 'ThanosRuler')
      .map((object) => [{ object }, 'spec', mapOf(object.fields['spec'])] as const),
    ...(given === undefined
      ? []
      : [[given.about, 'prometheus.prometheusSpec', given.prometheusSpec] as const]),
  ];
  return specs.flatMap(([about, path, spec]) =>
    listOf(spec['remoteWrite']).map((item, index) => ({
      about,
      path: `${path}.remoteWrite[${index}].writeRelabelConfigs`,
      steps: listOf(mapOf(item)['writeRelabelConfigs']),
    })),
  );
}

function unsent({ about, path, steps }: RemoteWrite): Found {
  const relabelings = relabelingsOf(steps);
  const index = relabelings.findIndex(
    (step, at) => dropsAny(step) || keepsApart(step, relabelings.slice(0, at)),
  );
  return index === -1
    ? undefined
    : {
        ...about,
        path: `${path}[${index}]`,
        message: 'the step drops every sample of the remote write',
        found: steps[index],
        expected: 'a step that keeps some samples',
        fix: `remove step ${index} of writeRelabelConfigs, or match the samples that are not wanted`,
      };
}

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
