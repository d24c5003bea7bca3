import { InvalidInput } from '../findings/invalid-input';
import type { Metric } from './metric';
import { seriesBound, seriesNames } from './series';
import { RESERVED_TARGET_LABELS, ENDPOINT_LABEL } from './target-labels';

/** Everything a service exposes on its /metrics page, by the name the code uses for it. */
export type Contract = Readonly<Record<string, Metric>>;

/**
 * Collects the metrics of one service.
 * @throws InvalidInput when two metrics share a series name, or a label collides with one that the scrape attaches
 * @example
 * const metrics = contract({
 *   requests: counter('http_requests_total', { help: 'Requests that were answered.' }),
 *   inFlight: gauge('http_requests_in_flight', { help: 'Requests being handled.' }),
 * });
 */
export function contract<const C extends Contract>(metrics: C): C {
  const owners = new Map<string, string>();
  for (const [key, metric] of Object.entries(metrics)) {
    // No series has a histogram's own name, but the page has one HELP and one TYPE line a name.
    for (const series of new Set([metric.name, ...seriesNames(metric)])) {
      const owner = owners.get(series);
      if (owner !== undefined)
        throw new InvalidInput({
          resource: `metric "${metric.name}"`,
          path: 'name',
          message: `duplicate series name, already exposed by ${owner}`,
          found: series,
          fix: 'give every metric of a service its own name',
        });
      owners.set(series, key);
    }
    for (const label of Object.keys(metric.labels))
      if (RESERVED_TARGET_LABELS.includes(label))
        throw new InvalidInput({
          resource: `metric "${metric.name}"`,
          path: `labels.${label}`,
          message: 'Prometheus attaches a label of this name to every target',
          found: label,
          fix: `rename it: Prometheus would store it as exported_${label}, and every rule would read the target's`,
        });
  }
  return metrics;
}

/** Upper bound of the series that one target of a service can expose; Infinity with an unbounded label. */
export function contractSeriesBound(metrics: Contract): number {
  return Object.values(metrics).reduce((sum, metric) => sum + seriesBound(metric), 0);
}

/** What a scrape has to do, so that the histograms of a contract are stored as they are declared. */
export interface NativeHistogramScrape {
  /** Store native histograms of the page. */
  readonly native: boolean;
  /** Convert classic histograms of the page to native ones. */
  readonly convert: boolean;
  /** Store classic histograms too. */
  readonly classic: boolean;
}

/** Undefined without native histograms, where every Prometheus stores what the page shows. */
export function nativeHistogramScrape(metrics: Contract): NativeHistogramScrape | undefined {
  const all = Object.values(metrics);
  const native = all.filter((metric) => metric.kind === 'native histogram');
  if (native.length === 0) return undefined;
  return {
    native: native.some(({ buckets }) => 'schema' in buckets),
    convert: native.some(({ buckets }) => 'bounds' in buckets),
    classic: all.some(({ kind }) => kind === 'histogram'),
  };
}

/** Whether the service emits `endpoint`, the one target label that gives way. */
export function emitsEndpoint(metrics: Contract): boolean {
  return Object.values(metrics).some((metric) => ENDPOINT_LABEL in metric.labels);
}
