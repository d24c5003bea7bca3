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
  return /^v?2\./.test(versionText(settings)) ? 2 : 3;
}

/** Whether its version is known, and lower than this one. */
export function isBeforeVersion(settings: PrometheusSettings, major: number, minor: number): boolean {
  const [, ofMajor, ofMinor] = /^v?(\d+)\.(\d+)/.exec(versionText(settings)) ?? [];
  return Number(ofMajor) < major || (Number(ofMajor) === major && Number(ofMinor) < minor);
}

function versionText(settings: PrometheusSettings): string {
  const spec = prometheusSpec(settings);
  return textOf(spec['version']) || (isMap(spec['image']) && textOf(spec['image']['tag'])) || '';
}

/** Regular expressions as its version reads them. */
export const regexesOf = (settings: PrometheusSettings): Regexes => new Regexes(prometheusMajor(settings));
