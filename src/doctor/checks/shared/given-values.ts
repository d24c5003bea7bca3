import { mapOf, type Fields } from '../../../kubernetes/object';
import type { PrometheusSettings } from '../../../operator/settings';
import type { Subject } from '../../check';

/** Helm values that were read, with the part of a finding that locates them. */
export interface AboutValues {
  readonly about: Subject;
  readonly values: unknown;
  readonly release: string;
  /** `prometheus.prometheusSpec`. */
  readonly prometheusSpec: Fields;
}

/** Undefined for a Prometheus of which no values were read. */
export function aboutValues({
  values,
  valuesFile,
  release = 'prometheus',
}: PrometheusSettings): AboutValues | undefined {
  if (values === undefined || valuesFile === undefined) return undefined;
  const about = { resource: `Helm values ${valuesFile}`, at: { file: valuesFile } };
  const prometheusSpec = mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec']);
  return { about, values, release, prometheusSpec };
}
