import { isMap, mapOf, textOf, type Fields } from '../kubernetes/object';
import { Regexes, type PrometheusMajor } from './anchored-regex';
import type { PrometheusSettings } from './settings';

/** The `spec` of the Prometheus resource, or `prometheusSpec` of the Helm values. */
export function prometheusSpec({ object, values }: PrometheusSettings): Fields {
  if (object !== undefined) return mapOf(object.fields['spec']);
  return mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec']);
}

/** The operator's default is version 3. */
export function prometheusMajor(settings: PrometheusSettings): PrometheusMajor {
  const spec = prometheusSpec(settings);
  const version = textOf(spec['version']) || (isMap(spec['image']) && textOf(spec['image']['tag'])) || '';
  return /^v?2\./.test(version) ? 2 : 3;
}

/** Regular expressions as its version reads them. */
export const regexesOf = (settings: PrometheusSettings): Regexes => new Regexes(prometheusMajor(settings));
