import { InvalidInput } from '../findings/invalid-input';
import { requireAccepted } from '../exposition/accepted';
import { bucketBounds } from '../exposition/buckets';
import type { Family, FamilyType, Page } from '../exposition/page';
import { isRuntimeMetric } from '../exposition/runtime-metrics';
import type { Plan, PlannedKind, PlannedLabel } from './plan';

const KINDS: Readonly<Record<FamilyType, PlannedKind>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  unknown: 'unknown',
  info: 'gauge',
  stateset: 'gauge',
  gaugehistogram: 'unknown',
};

/** Suffixes that OpenMetrics leaves to the series. */
const SUFFIXES: Partial<Record<FamilyType, string>> = { counter: '_total', info: '_info' };

/** Labels that the format itself sets. */
const OWN_LABELS: Partial<Record<FamilyType, string>> = {
  histogram: 'le',
  gaugehistogram: 'le',
  summary: 'quantile',
};

/**
 * What a service exposes already, without the metrics of its runtime.
 * @throws InvalidInput for a page that Prometheus refuses, or without a metric of the service's own
 */
export function planOfPage(source: string, page: Page): Plan {
  requireAccepted(source, page);
  const own = page.families.filter(({ name }) => !isRuntimeMetric(name) && !name.endsWith('_created'));
  if (own.length === 0)
    throw new InvalidInput({
      resource: `page ${source}`,
      path: 'metrics',
      message: 'the page has no metrics apart from those of the runtime',
      found: page.families.length,
      fix: 'read the page of a service that exposes metrics of its own',
    });
  return {
    source,
    prose: [],
    metrics: own.map((family) => ({
      name: seriesName(family, page),
      kind: KINDS[family.type],
      help: family.help ?? '',
      ...(family.unit === undefined ? {} : { unit: family.unit }),
      labels: labelsOf(family),
      ...(family.type === 'histogram' && family.samples.length > 0 ? { buckets: bucketBounds(family) } : {}),
      line: family.line,
    })),
  };
}

function seriesName({ name, type }: Family, { format }: Page): string {
  const suffix = format === 'openmetrics' ? (SUFFIXES[type] ?? '') : '';
  return name + suffix;
}

function labelsOf({ type, samples }: Family): readonly PlannedLabel[] {
  const values = new Map<string, Set<string>>();
  for (const { labels } of samples)
    for (const [label, value] of labels) {
      if (label === OWN_LABELS[type]) continue;
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  return [...values].map(([name, seen]) => ({ name, seen: [...seen] }));
}
