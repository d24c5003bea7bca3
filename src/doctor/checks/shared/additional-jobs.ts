import type { Manifests } from '../../../kubernetes/manifests';
import { isMap, listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { secretValue } from '../../../kubernetes/secret-value';
import { parseScrapeConfigs } from '../../../operator/parse-scrape-configs';
import type { PrometheusSettings } from '../../../operator/settings';
import { aboutValues } from './given-values';
import { isPlaceholder } from '../../../kubernetes/placeholder';

/** The key of a Secret that `additionalScrapeConfigs` of a Prometheus names. */
export function referenceOf({ fields }: KubernetesObject): { readonly name?: string; readonly key?: string } {
  const { name, key } = mapOf(mapOf(fields['spec'])['additionalScrapeConfigs']);
  return { ...(textOf(name) ? { name: textOf(name)! } : {}), ...(textOf(key) ? { key: textOf(key)! } : {}) };
}

/** That Secret with the text of the key. */
export interface ReadReference {
  readonly secret: KubernetesObject;
  readonly keys: readonly string[];
  readonly path: string;
  /** @default the Secret does not have the key */
  readonly text?: string;
}

export function readReference(object: KubernetesObject, manifests: Manifests): ReadReference | undefined {
  const { name, key = '' } = referenceOf(object);
  const secret = manifests
    .kind('Secret')
    .find((one) => one.namespace === object.namespace && one.name === name);
  if (secret === undefined) return undefined;
  const keys = ['data', 'stringData'].flatMap((field) => Object.keys(mapOf(secret.fields[field])));
  const value = secretValue(secret, key);
  return value === undefined
    ? { secret, keys, path: `data["${key}"]` }
    : { secret, keys, path: value.path, text: value.text };
}

/** The jobs that a Prometheus gets beside its monitors, as far as they were read. */
export function additionalJobs(settings: PrometheusSettings, manifests: Manifests): readonly Fields[] {
  const given = aboutValues(settings)?.prometheusSpec['additionalScrapeConfigs'];
  const text =
    settings.object === undefined ? textOf(given) : readReference(settings.object, manifests)?.text;
  if (text === undefined) return listOf(given).filter(isMap);
  if (isPlaceholder(text)) return [];
  const read = parseScrapeConfigs(text);
  return 'list' in read ? read.list.filter(isMap) : [];
}
