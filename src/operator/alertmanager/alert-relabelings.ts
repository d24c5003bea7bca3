import type { Manifests } from '../../kubernetes/manifests';
import { isMap, listOf, mapOf, nameOf, textOf, type Fields, type Labels } from '../../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../../kubernetes/relabeling';
import { secretValue } from '../../kubernetes/secret-value';
import { parseYaml } from '../../kubernetes/yaml/kubectl-yaml';
import { stepsOf } from '../additional-job';
import { Regexes } from '../anchored-regex';
import { LabelBuilder } from '../label-builder';
import { relabel } from '../relabel';
import { relabelProblems } from '../relabel-problems';
import type { PrometheusSettings } from '../settings';

/** What Prometheus does to the labels of alerts before it sends them. */
export interface AlertRelabelings {
  readonly steps: readonly Relabeling[];
  /** What was not read, as a noun with its name, e.g. `Secret monitoring/relabel key steps.yaml`. @default all was */
  readonly unread?: string;
}

/** Those of one Alertmanager follow those of Prometheus. */
export function alertRelabelings(
  manifests: Manifests,
  { object, values, namespace }: Pick<PrometheusSettings, 'object' | 'values' | 'namespace'>,
): AlertRelabelings {
  const spec =
    object === undefined
      ? mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec'])
      : mapOf(object.fields['spec']);
  const { additionalAlertRelabelConfigs: given, additionalAlertRelabelConfigsSecret: secret } = spec;
  const own = isMap(given)
    ? inSecret(given, manifests, object?.namespace ?? namespace)
    : isMap(secret)
      ? inSecret(secret, manifests, namespace)
      : { steps: stepsOf(given) };
  const ofEach = listOf(spec['alertingEndpoints'] ?? mapOf(spec['alerting'])['alertmanagers']).map(
    (each) => mapOf(each)['alertRelabelings'] ?? [],
  );
  const different = ofEach.some((each) => JSON.stringify(each) !== JSON.stringify(ofEach[0]));
  const all = [...own.steps, ...(different ? [] : relabelingsOf(ofEach[0]))];
  const isValid = all.every((step) => relabelProblems(step).length === 0);
  const unread =
    own.unread ??
    (different ? 'different alertRelabelings of several Alertmanagers' : undefined) ??
    (isValid ? undefined : 'invalid alert relabelings');
  return { steps: isValid ? all : [], ...(unread === undefined ? {} : { unread }) };
}

function inSecret({ name, key }: Fields, manifests: Manifests, namespace: string): AlertRelabelings {
  const about = { kind: 'Secret', namespace, name: textOf(name) ?? '' };
  const secrets = manifests.kind('Secret').filter((one) => one.name === about.name);
  const found = secrets.find((one) => one.namespace === namespace) ?? secrets[0];
  const text = found && secretValue(found, textOf(key) ?? '')?.text;
  const list = text === undefined ? undefined : parsed(text);
  return list === undefined
    ? { steps: [], unread: `${nameOf(about)} key ${String(key)}` }
    : { steps: stepsOf(list) };
}

/** Undefined for text that is not a list, such as an encrypted one. */
function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value = parseYaml(text);
    return Array.isArray(value) ? (value as unknown[]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Labels as Alertmanager gets them. Undefined: the alert is dropped.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alert_relabel_configs
 */
export function sentLabels(labels: Labels, steps: readonly Relabeling[]): Labels | undefined {
  if (steps.length === 0) return labels;
  const builder = new LabelBuilder(labels);
  return relabel(builder, steps, new Regexes(3)) ? builder.labels() : undefined;
}
