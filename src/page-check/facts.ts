import type { PlacedService } from '../catalog/placement';
import type { Family, FamilyType, Page, Sample } from '../exposition/page';
import { groupBy } from '../findings/group-by';
import type { Metric } from '../metrics/metric';
import { seriesNames } from '../metrics/series';
import { RESERVED_TARGET_LABELS } from '../metrics/target-labels';
import { impactOn, type Impact, type SeriesChange } from './impact';

/** A page and where it came from. */
export interface ReadPage {
  /** Path or URL of the page; `-` for standard input. */
  readonly source: string;
  readonly page: Page;
  /** Present when it came over HTTP. */
  readonly http?: { readonly contentType: string | undefined };
  /** When it was read, in Unix seconds. @default not known */
  readonly readAtSeconds?: number;
}

export interface Exposed {
  readonly metric: Metric;
  /** Absent when nothing declares its type. */
  readonly family: Family | undefined;
  readonly type: FamilyType;
  /** In the order of the page. */
  readonly samples: readonly Sample[];
}

/** Everything that checks of a contract look at. */
export interface Facts {
  readonly service: PlacedService;
  readonly read: ReadPage;
  /** The same page, read again later. @default it was read once */
  readonly later?: ReadPage;
  /** Metrics of the contract that the page has, with or without series. */
  readonly exposed: readonly Exposed[];
  /** Metrics of the contract that the page has not. */
  readonly missing: readonly Metric[];
  /** What a difference does to the rules and alerts of the service. */
  readonly impactOf: (change: SeriesChange) => Impact;
}

/** @param impactOf what differences do to the rules of the service. @default worked out from all of its rules */
export function factsOf(
  service: PlacedService,
  read: ReadPage,
  later?: ReadPage,
  impactOf: Facts['impactOf'] = impactOn(service),
): Facts {
  const metrics = Object.values(service.metrics);
  const exposed = exposedOf(metrics, read.page);
  return {
    service,
    read,
    ...(later === undefined ? {} : { later }),
    exposed,
    missing: metrics.filter((metric) => !exposed.some((one) => one.metric === metric)),
    impactOf,
  };
}

/** Finds metrics by the names of their series, which is what rules read, however their families are called. */
export function exposedOf(metrics: readonly Metric[], { families }: Page): readonly Exposed[] {
  const named = new Map(families.map((family) => [family.name, family]));
  const samples = groupBy(
    families.flatMap((family) => family.samples),
    ({ name }) => name,
  );
  return metrics.flatMap((metric) => {
    const own = seriesNames(metric)
      .flatMap((name) => samples.get(name) ?? [])
      .toSorted((a, b) => a.line - b.line);
    const family = familyNames(metric)
      .flatMap((name) => named.get(name) ?? [])
      // A shorter name may belong to another metric, with its own series.
      .find((found) => found.name === metric.name || own.length > 0 || found.samples.length === 0);
    if (family === undefined && own.length === 0) return [];
    return [{ metric, family, type: family?.type ?? 'unknown', samples: own.map(asStored(metric)) }];
  });
}

/** Prometheus renames a label that the target has too, where the contract declares it under its new name. */
function asStored({ labels }: Metric): (sample: Sample) => Sample {
  const renamed = RESERVED_TARGET_LABELS.filter((label) => Object.hasOwn(labels, `exported_${label}`));
  if (renamed.length === 0) return (sample) => sample;
  return (sample) => ({
    ...sample,
    labels: new Map(
      [...sample.labels].map(([name, value]) => [renamed.includes(name) ? `exported_${name}` : name, value]),
    ),
  });
}

/** OpenMetrics declares counters without `_total`, and info metrics without `_info`. */
export function familyNames({ name }: Metric): readonly string[] {
  return [
    name,
    ...['_total', '_info'].filter((end) => name.endsWith(end)).map((end) => name.slice(0, -end.length)),
  ];
}
