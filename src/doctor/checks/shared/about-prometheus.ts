import type { PrometheusSettings } from '../../../operator/settings';
import type { Reported } from '../../check';

/** What findings about a Prometheus itself have in common: its resource, or the values that it is made from. */
export function aboutPrometheus({
  name,
  object,
  valuesFile,
}: PrometheusSettings): Pick<Reported, 'resource' | 'object'> {
  if (object !== undefined) return { resource: name, object };
  return { resource: name, ...(valuesFile === undefined ? {} : { object: { at: { file: valuesFile } } }) };
}

/** Where a field of its spec is written. */
export const specField = ({ origin }: PrometheusSettings, key: string): string =>
  `${origin === 'Prometheus resource' ? 'spec' : 'prometheus.prometheusSpec'}.${key}`;
