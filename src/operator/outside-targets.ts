import {
  listOf,
  mapOf,
  textOf,
  textsOf,
  labelsOf,
  type Fields,
  type KubernetesObject,
  type Labels,
} from '../kubernetes/object';
import { probeOf } from '../kubernetes/probe';
import { relabelingsOf, type Relabeling } from '../kubernetes/relabeling';
import { paramsOf } from './label-rules';
import { enforcedNamespace, KEEP_JOB_NAME } from './monitor-relabelings';
import { probeConfig } from './probe-config';
import { scrapeClassOf } from './scrape-class';
import { sanitizedLabel } from './selector-relabelings';
import type { PrometheusSettings } from './settings';
import type { LabelRules } from './target';

/** Targets of a Probe or ScrapeConfig, as far as the object alone tells their labels. */
export interface OutsideTargets {
  readonly rules: LabelRules;
  /** Labels of each before relabeling. */
  readonly discovered: readonly Labels[];
  /** Labels whose values the object does not tell. */
  readonly varying: ReadonlySet<string>;
  /** Whether discovery may add any other label. */
  readonly isOpen: boolean;
}

/** @returns undefined where labels depend on what only the discovery knows */
export const outsideTargets = (
  object: KubernetesObject,
  settings: PrometheusSettings,
): OutsideTargets | undefined =>
  object.kind === 'Probe' ? probeTargets(object, settings) : scrapeConfigTargets(object, settings);

function probeTargets(object: KubernetesObject, settings: PrometheusSettings): OutsideTargets | undefined {
  const rules = probeConfig(object, { ...settings, shards: 1 });
  if (rules === undefined) return undefined;
  const { staticConfig, ingress } = mapOf(mapOf(object.fields['spec'])['targets']);
  const { statics, ingress: selected } = probeOf(object);
  if (statics !== undefined) {
    const labels = { namespace: object.namespace, ...labelsOf(mapOf(staticConfig)['labels']) };
    return { rules, discovered: addressed(statics, labels), varying: NONE, isOpen: false };
  }
  const own = relabelingsOf(mapOf(ingress)['relabelingConfigs']);
  if (selected === undefined || ![...own, ...classSteps(object, settings)].every(isConstant))
    return undefined;
  const { matchLabels = {} } = selected.selector;
  const meta = '__meta_kubernetes';
  const discovered = {
    __address__: 'host',
    [`${meta}_namespace`]: object.namespace,
    [`${meta}_ingress_name`]: 'name',
    [`${meta}_ingress_scheme`]: 'http',
    [`${meta}_ingress_path`]: '/',
    ...Object.fromEntries(
      Object.entries(matchLabels).flatMap(([key, value]) => [
        [`${meta}_ingress_label_${sanitizedLabel(key)}`, value],
        [`${meta}_ingress_labelpresent_${sanitizedLabel(key)}`, 'true'],
      ]),
    ),
  };
  return { rules, discovered: [discovered], varying: new Set(['ingress']), isOpen: false };
}

const NONE: ReadonlySet<string> = new Set();

const addressed = (targets: readonly string[], labels: Labels): readonly Labels[] =>
  targets.map((target) => ({ ...labels, __address__: target }));

const classSteps = ({ fields }: KubernetesObject, settings: PrometheusSettings): readonly Relabeling[] =>
  scrapeClassOf(textOf(mapOf(fields['spec'])['scrapeClass']), settings)?.relabelings ?? [];

/** Whether a step reads no label. */
const isConstant = ({ action = 'replace', sourceLabels = [] }: Relabeling): boolean =>
  action.toLowerCase() === 'replace' && sourceLabels.length === 0;

/** What tells nothing but the address. */
const NAMED_ONLY = ['dnsSDConfigs', 'httpSDConfigs'];

function scrapeConfigTargets(
  object: KubernetesObject,
  settings: PrometheusSettings,
): OutsideTargets | undefined {
  const spec = mapOf(object.fields['spec']);
  const discoveries = Object.keys(spec).filter(
    (key) => key.endsWith('SDConfigs') && listOf(spec[key]).length > 0,
  );
  const rules = scrapeConfigRules(object, spec, settings);
  const isKnown =
    discoveries.length === 0 ||
    (discoveries.every((key) => NAMED_ONLY.includes(key)) &&
      [...relabelingsOf(spec['relabelings']), ...classSteps(object, settings)].every(isConstant));
  if (!isKnown) return undefined;
  const statics = listOf(spec['staticConfigs']).flatMap((item) => {
    const { targets, labels } = mapOf(item);
    return addressed(textsOf(targets), labelsOf(labels));
  });
  return {
    rules,
    discovered: [...statics, ...discoveries.map(() => ({ __address__: 'host:80' }))],
    varying: NONE,
    isOpen: discoveries.includes('httpSDConfigs'),
  };
}

/**
 * The part of the job that prometheus-operator writes for a ScrapeConfig that decides its labels.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
function scrapeConfigRules(object: KubernetesObject, spec: Fields, settings: PrometheusSettings): LabelRules {
  const jobName = textOf(spec['jobName']);
  const enforced = enforcedNamespace(object, settings);
  const scrapeClass = scrapeClassOf(textOf(spec['scrapeClass']), settings);
  return {
    jobName: `scrapeConfig/${object.namespace}/${object.name}`,
    path: textOf(spec['metricsPath']) || '/metrics',
    scheme: (textOf(spec['scheme']) || 'http').toLowerCase(),
    params: paramsOf(spec['params']),
    honorLabels: spec['honorLabels'] === true && !settings.overrideHonorLabels,
    relabelings: [
      KEEP_JOB_NAME,
      ...(jobName ? [{ targetLabel: 'job', replacement: jobName }] : []),
      ...(scrapeClass?.relabelings ?? []),
      ...relabelingsOf(spec['relabelings']),
      ...enforced,
    ],
    metricRelabelings: [
      ...(scrapeClass?.metricRelabelings ?? []),
      ...relabelingsOf(spec['metricRelabelings']),
      ...enforced,
    ],
  };
}
