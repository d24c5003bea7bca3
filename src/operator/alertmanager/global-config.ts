import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import type { PrometheusSettings } from '../settings';

/** The AlertmanagerConfig that replaces the configuration of an Alertmanager. */
export interface GlobalConfig {
  readonly name: string;
  /** Undefined: it is not among the manifests. */
  readonly object: KubernetesObject | undefined;
}

/**
 * Named by `alertmanagerConfiguration`, of an Alertmanager or of the values of the chart. It is in the namespace of the
 * Alertmanager, which values do not state. The operator adds no matcher to its routes.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerConfiguration
 */
export function globalConfig(
  manifests: Manifests,
  { values }: Pick<PrometheusSettings, 'values'>,
): GlobalConfig | undefined {
  const configs = manifests.operator('AlertmanagerConfig');
  for (const { namespace, fields } of manifests.operator('Alertmanager')) {
    const name = nameIn(mapOf(fields['spec']));
    if (name !== undefined)
      return { name, object: configs.find((one) => one.name === name && one.namespace === namespace) };
  }
  const name = nameIn(mapOf(mapOf(mapOf(values)['alertmanager'])['alertmanagerSpec']));
  return name === undefined ? undefined : { name, object: configs.find((one) => one.name === name) };
}

const nameIn = (spec: Fields): string | undefined => textOf(mapOf(spec['alertmanagerConfiguration'])['name']);
