import { z } from 'zod';
import { mistake } from '../findings/mistake';
import type { Metric } from '../metrics/metric';
import type { ValueMatcher } from '../promql/build';

const value = z.custom<string | ValueMatcher>(
  (each) =>
    typeof each === 'string' ||
    (typeof each === 'object' && each !== null && 'operator' in each && 'value' in each),
  mistake('not a label value or matcher', "write a string, or e.g. not('unmatched') or matching('5..')"),
);

/** Which series of a metric. Whether it has the labels, and they the values, is checked later. */
export const matchers = z
  .record(
    z.string(),
    value,
    mistake('not a map of labels to values', "write e.g. { status: matching('5..') }"),
  )
  .meta({ type: 'matchers' });

/** A metric of one kind from the service's contract. */
export const metricOfKind = <M extends Metric>(kind: M['kind']) =>
  z
    .custom<M>(
      (each) => typeof each === 'object' && each !== null && 'kind' in each && each.kind === kind,
      mistake(`not a ${kind}`, `name one of the contract's ${kind}s`),
    )
    .meta({ type: kind });
