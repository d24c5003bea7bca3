import { listOf, mapOf, type KubernetesObject } from '../../../../kubernetes/object';

/** Whether a PrometheusRule has an alert. */
export const raisesAlerts = ({ fields }: KubernetesObject): boolean =>
  listOf(mapOf(fields['spec'])['groups']).some((group) =>
    listOf(mapOf(group)['rules']).some((rule) => mapOf(rule)['alert'] !== undefined),
  );
