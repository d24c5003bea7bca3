import type { PrometheusSettings } from '../../../operator/settings';
import type { Reported } from '../../check';

/** Helm values that were read, with the part of a finding that locates them. */
export interface AboutValues {
  readonly about: Pick<Reported, 'resource' | 'object'>;
  readonly values: unknown;
  readonly release: string;
}

/** Undefined for a Prometheus of which no values were read. */
export function aboutValues({
  values,
  valuesFile,
  release = 'prometheus',
}: PrometheusSettings): AboutValues | undefined {
  if (values === undefined || valuesFile === undefined) return undefined;
  const about = { resource: `Helm values ${valuesFile}`, object: { at: { file: valuesFile } } };
  return { about, values, release };
}
