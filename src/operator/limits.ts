import type { Monitor } from '../kubernetes/monitor';
import { mapOf, numberOf } from '../kubernetes/object';
import { prometheusSpec } from './prometheus-spec';
import type { PrometheusSettings } from './settings';

/** Limits beyond which Prometheus gives up a whole scrape, or a whole job. */
export type LimitName = 'sampleLimit' | 'labelLimit' | 'targetLimit';

export interface Limit {
  readonly value: number;
  /** Who set it: the monitor, or Prometheus for all of them. */
  readonly by: 'monitor' | 'Prometheus';
  /** Where it stands. */
  readonly field: string;
}

const ENFORCED = {
  sampleLimit: 'enforcedSampleLimit',
  labelLimit: 'enforcedLabelLimit',
  targetLimit: 'enforcedTargetLimit',
} as const;

/**
 * The limit that applies: the monitor's, unless Prometheus enforces a lower one. 0 is no limit.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec
 */
export function limitOf(monitor: Monitor, name: LimitName, settings: PrometheusSettings): Limit | undefined {
  const enforced = numberOf(prometheusSpec(settings)[ENFORCED[name]]) ?? 0;
  const own = numberOf(mapOf(monitor.fields['spec'])[name]) ?? 0;
  if (own > 0 && (enforced <= 0 || own <= enforced))
    return { value: own, by: 'monitor', field: `spec.${name}` };
  return enforced > 0
    ? {
        value: enforced,
        by: 'Prometheus',
        field: `${settings.object === undefined ? 'prometheus.prometheusSpec' : 'spec'}.${ENFORCED[name]}`,
      }
    : undefined;
}
