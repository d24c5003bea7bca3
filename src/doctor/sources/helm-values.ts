import { basename } from 'node:path';
import { isChartKey } from '../../helm-values/key-places';
import { CHART } from '../../helm-values/release';
import { isMap, mapOf, type Fields } from '../../kubernetes/object';
import type { GivenValues } from '../../operator/prometheus-settings';

/** Sections that no other chart has. */
const SECTIONS = [
  'prometheusOperator',
  'defaultRules',
  'kubeEtcd',
  'kubernetesServiceMonitors',
  'additionalPrometheusRulesMap',
  'windowsMonitoring',
];

/** Lists below `prometheus` that no other chart has. */
const MONITORS = ['additionalServiceMonitors', 'additionalPodMonitors'];

/** Whether a document is values of kube-prometheus-stack: by its file's name, or by keys that no other chart has. */
export function looksLikeValues(value: Fields, file: string): boolean {
  const values = stackValues(value);
  return (
    basename(file).includes(CHART.name) ||
    isMap(mapOf(values['prometheus'])['prometheusSpec']) ||
    MONITORS.some((key) => Array.isArray(mapOf(values['prometheus'])[key])) ||
    isMap(mapOf(values['alertmanager'])['alertmanagerSpec']) ||
    SECTIONS.some((section) => isMap(values[section])) ||
    Array.isArray(values['additionalPrometheusRules']) ||
    areMisplaced(values)
  );
}

/** Keys of no other chart than this one, which has them below a section. */
const DISTINCT =
  /^(\w+NilUsesHelmValues|(prometheus|alertmanager)Spec|additional(Service|Pod)Monitors|additionalScrapeConfigs\w*)$/;

/** Whether all keys at the top are keys of the chart, and one of them belongs below a section. */
const areMisplaced = (values: Fields): boolean => {
  const keys = Object.keys(values);
  return keys.some((key) => DISTINCT.test(key)) && keys.every(isChartKey);
};

/** A chart that depends on kube-prometheus-stack has its values below the name. */
function stackValues(value: Fields): Fields {
  const nested = value[CHART.name];
  return isMap(nested) ? nested : value;
}

/** The install command in the header comment of a values file. */
const INSTALL = /helm upgrade (?:--install|-i) (?<release>[a-z0-9][a-z0-9-]*)\s/;
const NAMESPACE = /--namespace[ =](?<namespace>[a-z0-9][a-z0-9-]*)/;

export function valuesOf(value: Fields, text: string, file: string): GivenValues {
  const header = text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n');
  const release = INSTALL.exec(header)?.groups?.['release'];
  const namespace = NAMESPACE.exec(header)?.groups?.['namespace'];
  return {
    values: stackValues(value),
    name: file,
    ...(release === undefined ? {} : { release }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}
