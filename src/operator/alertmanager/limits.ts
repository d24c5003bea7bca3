import type { Manifests } from '../../kubernetes/manifests';
import { isMap, mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { selectorOf, selects } from '../../kubernetes/selector';
import { namespaceMatches } from '../selection';
import type { PrometheusSettings } from '../settings';
import { matcherStrategy } from '../spec-settings';
import { globalConfig } from './global-config';

/**
 * Whether the routes of an AlertmanagerConfig match alerts of its own namespace only: `yes` where every Alertmanager
 * that selects it adds that matcher, `no` where one does not, `unknown` where none selects it or none was read.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerConfigMatcherStrategy
 */
export type Limits = (config: KubernetesObject) => 'yes' | 'no' | 'unknown';

/** @param settings used where no Alertmanager was read */
export function alertmanagerLimits(
  manifests: Manifests,
  settings: Pick<PrometheusSettings, 'alertmanagerMatcherStrategy' | 'values'>,
): Limits {
  const alertmanagers = manifests.operator('Alertmanager');
  // Without the resource, the namespace of Alertmanager is unknown.
  if (alertmanagers.length === 0) {
    const global = globalConfig(manifests, settings)?.object;
    const usual = settings.alertmanagerMatcherStrategy === 'OnNamespace' ? 'yes' : 'unknown';
    return (config) => (config === global ? 'no' : usual);
  }
  return (config) => {
    const answers = alertmanagers.flatMap((one) => limitBy(one, config, manifests) ?? []);
    if (answers.length === 0) return 'unknown';
    return answers.includes('no') ? 'no' : 'yes';
  };
}

/** Undefined: this Alertmanager does not select it. An unknown namespace label counts as a match. */
function limitBy(
  { namespace, fields }: KubernetesObject,
  config: KubernetesObject,
  manifests: Manifests,
): 'yes' | 'no' | undefined {
  const spec = mapOf(fields['spec']);
  // The operator adds no matcher to the global configuration.
  if (namespace === config.namespace && globalName(spec) === config.name) return 'no';
  const labels = spec['alertmanagerConfigSelector'];
  if (!isMap(labels) || !selects(selectorOf(labels), config.labels)) return undefined;
  const namespaces = spec['alertmanagerConfigNamespaceSelector'];
  const isSelected = isMap(namespaces)
    ? namespaceMatches(selectorOf(namespaces), config.namespace, manifests) !== 'no'
    : namespace === config.namespace;
  if (!isSelected) return undefined;
  switch (matcherStrategy(spec)) {
    case 'None':
      return 'no';
    case 'OnNamespaceExceptForAlertmanagerNamespace':
      return namespace === config.namespace ? 'no' : 'yes';
    case 'OnNamespace':
      return 'yes';
  }
}

const globalName = (spec: Fields): string | undefined =>
  textOf(mapOf(spec['alertmanagerConfiguration'])['name']);
