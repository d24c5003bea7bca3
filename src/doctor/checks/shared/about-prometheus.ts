import type { PrometheusSettings } from '../../../operator/settings';
import type { Subject } from '../../check';

/** The part of a finding that locates a Prometheus: its resource, or the values that it is rendered from. */
export function aboutPrometheus({ name, object, valuesFile }: PrometheusSettings): Subject {
  if (object !== undefined) return { object };
  return { resource: name, ...(valuesFile === undefined ? {} : { at: { file: valuesFile } }) };
}

/** Path of a field of its spec, in the resource or in the values. */
export const specField = ({ origin }: PrometheusSettings, key: string): string =>
  `${origin === 'Prometheus resource' ? 'spec' : 'prometheus.prometheusSpec'}.${key}`;
