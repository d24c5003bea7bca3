import type { Monitor } from '../kubernetes/monitor';
import { mapOf, numberOf } from '../kubernetes/object';
import { prometheusSpec } from './prometheus-spec';
import type { PrometheusSettings } from './settings';

/** Limits beyond which Prometheus fails a whole scrape, or a whole job. */
export type LimitName = 'sampleLimit' | 'labelLimit' | 'targetLimit';

export interface Limit {
  readonly value: number;
  readonly by: 'monitor' | 'Prometheus';
  readonly path: string;
}

const ENFORCED = {
  sampleLimit: 'enforcedSampleLimit',
  labelLimit: 'enforcedLabelLimit',
  targetLimit: 'enforcedTargetLimit',
} as const;

/**
 * The limit that applies: that of the monitor, unless Prometheus enforces a lower one. 0 means no limit.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec
 */
export function limitOf(monitor: Monitor, name: LimitName, settings: PrometheusSettings): Limit | undefined {
  const enforced = numberOf(prometheusSpec(settings)[ENFORCED[name]]) ?? 0;
  const own = numberOf(mapOf(monitor.fields['spec'])[name]) ?? 0;
  if (own > 0 && (enforced <= 0 || own <= enforced))
    return { value: own, by: 'monitor', path: `spec.${name}` };
  return enforced > 0
    ? {
        value: enforced,
        by: 'Prometheus',
        path: `${settings.object === undefined ? 'prometheus.prometheusSpec' : 'spec'}.${ENFORCED[name]}`,
      }
    : undefined;
}
