import type { Fields } from '../kubernetes/object';
import { prometheusMajor, prometheusSpec } from './prometheus-spec';
import type { PrometheusSettings } from './settings';

/** Where the fields of a conversion have to be changed. */
export type ConvertedBy = 'scrape' | 'Prometheus';

const CONVERT = 'convertClassicHistogramsToNHCB';
const KEEP = 'scrapeClassicHistograms';

/** The field that keeps the classic series beside the converted ones, in a monitor and in a Prometheus resource. */
export const KEEP_CLASSIC = KEEP;

/**
 * What makes a scrape replace classic histograms by native ones with custom buckets. Then `_bucket`, `_count` and `_sum`
 * do not exist: a Prometheus that stores native histograms stores the new one, any other stores nothing (tested on 3.5).
 * Fields of the scrape override those of Prometheus. Version 2 has none of them.
 * @param spec of the monitor or ScrapeConfig
 * @returns undefined if the classic series are stored
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export function convertedBy(spec: Fields, settings: PrometheusSettings): ConvertedBy | undefined {
  const own = [CONVERT, KEEP].some((field) => typeof spec[field] === 'boolean');
  const keeps = (spec[KEEP] ?? prometheusSpec(settings)[KEEP]) === true;
  return storesNative(spec, settings) && !keeps ? (own ? 'scrape' : 'Prometheus') : undefined;
}

/** Whether classic histograms are stored as native ones, alone or beside the classic series. */
export const storesNative = (spec: Fields, settings: PrometheusSettings): boolean =>
  prometheusMajor(settings) !== 2 && (spec[CONVERT] ?? prometheusSpec(settings)[CONVERT]) === true;
