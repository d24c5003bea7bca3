import * as z from 'zod';
import { numberOf } from '../dashboards/page/format';
import type { Series } from '../dashboards/page/query-runner';

/** A bucket as the API of Prometheus shows it: which bounds belong to it, both bounds, and its observations. */
const bucket = z.tuple([z.number(), z.string(), z.string(), z.string()]);

/** A sample of a native histogram. Without observations it has no buckets. */
export const histogramSample = z.tuple([z.number(), z.object({ buckets: z.array(bucket).default([]) })]);

/**
 * The series that a classic histogram would have: one for each upper bound, of all observations up to it. Samples of one
 * native histogram may have different buckets.
 */
export function classicBuckets(
  metric: Series['metric'],
  histograms: readonly z.output<typeof histogramSample>[],
): readonly Series[] {
  const bounds = new Set(histograms.flatMap(([, { buckets }]) => buckets.map(([, , upper]) => upper)));
  return [...bounds].map((le) => ({
    metric: { ...metric, le },
    values: histograms.map(([at, { buckets }]): readonly [number, string] => [
      at,
      String(
        buckets
          .filter(([, , upper]) => numberOf(upper) <= numberOf(le))
          .reduce((count, [, , , own]) => count + Number(own), 0),
      ),
    ]),
  }));
}
