import { listOf, mapOf, type Fields } from '../kubernetes/object';
import { prometheusSpec } from './prometheus-spec';
import type { PrometheusSettings, ScrapeClass } from './settings';

/** The class that a monitor names, else the default one. Undefined for an unknown name. */
export const scrapeClassOf = (
  name: string | undefined,
  { scrapeClasses }: PrometheusSettings,
): ScrapeClass | undefined =>
  scrapeClasses.find((scrapeClass) => (name ? scrapeClass.name === name : scrapeClass.default));

/** The same class with all of its fields. Empty without one. */
export const rawScrapeClass = (name: string | undefined, settings: PrometheusSettings): Fields =>
  listOf(prometheusSpec(settings)['scrapeClasses'])
    .map(mapOf)
    .find((given) => (name ? given['name'] === name : given['default'] === true)) ?? {};
