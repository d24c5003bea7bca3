import { words } from '../../findings/words';
import { basename } from 'node:path';
import { isAlertmanagerKey, isChartKey, isTopKey } from '../../helm-values/key-places';
import { CHART } from '../../helm-values/release';
import { isMap, mapOf, type Fields } from '../../kubernetes/object';
import type { GivenValues } from '../../operator/prometheus-settings';

/** Sections that no other chart has. */
const SECTIONS = words(`
  prometheusOperator defaultRules kubeEtcd kubernetesServiceMonitors additionalPrometheusRulesMap
  windowsMonitoring
`);

/** Components that other charts have too, but without these parts. */
const COMPONENTS = words(`
  kubeScheduler kubeControllerManager kubeProxy kubeApiServer kubelet coreDns kubeStateMetrics
  nodeExporter
`);

const MONITORED = ['serviceMonitor', 'service'];

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
    // A list in its place is a mistake, which is reported.
    values['additionalPrometheusRulesMap'] !== undefined ||
    Array.isArray(values['additionalPrometheusRules']) ||
    areMisplaced(values) ||
    isPartOfStack(values)
  );
}

/** Whether all keys are keys of the chart, which charts of Prometheus or of an agent have, too. */
export const mayBeValues = (value: Fields): boolean =>
  Object.keys(value).length > 0 && Object.keys(value).every(isChartKey);

/** Whether the keys of the chart are items of a list. */
export const isListOfValues = (list: readonly unknown[], file: string): boolean =>
  list.length > 0 &&
  list.every((item) => isMap(item) && !('kind' in item)) &&
  looksLikeValues(Object.assign({}, ...list) as Fields, file);

/** Whether all keys at the top are keys of the chart, and one has a part that few charts have. */
function isPartOfStack(values: Fields): boolean {
  if (!Object.keys(values).every(isTopKey)) return false;
  const alertmanager = mapOf(values['alertmanager']);
  const { route, receivers, global } = mapOf(alertmanager['config']);
  return (
    COMPONENTS.some((section) => MONITORED.some((part) => isMap(mapOf(values[section])[part]))) ||
    ((isMap(route) || Array.isArray(receivers) || isMap(global)) &&
      Object.keys(alertmanager).every(isAlertmanagerKey)) ||
    mapOf(mapOf(values['prometheus'])['serviceMonitor'])['selfMonitor'] !== undefined
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
