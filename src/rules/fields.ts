import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { isCountable, type Countable, type Metric } from '../metrics/metric';
import type { ValueMatcher } from '../promql/build';
import { DURATION_KINDS, type DurationHistogram } from './durations/index';

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

/** A histogram of the service's contract, of any kind. */
export const durationHistogram = z
  .custom<DurationHistogram>(
    (each) =>
      typeof each === 'object' &&
      each !== null &&
      'kind' in each &&
      DURATION_KINDS.some((kind) => kind === each.kind),
    mistake('not a histogram', "name one of the contract's histograms"),
  )
  .meta({ type: 'histogram or native histogram' });

/** A metric of the service's contract that counts events. */
export const countable = z
  .custom<Countable>(
    isCountable,
    mistake('not a counter, histogram or summary', 'name a metric of the contract that counts requests'),
  )
  .meta({ type: 'counter, histogram or summary' });

/** Which of the events of a metric, by its labels; or the metric that counts them. */
export type EventPart = z.output<typeof matchers> | Countable;

export const eventPart = z
  .custom<EventPart>(
    (each) => typeof each === 'object' && each !== null && !Array.isArray(each),
    mistake(
      'neither a map of labels to values nor a counter',
      "write e.g. { status: matching('5..') }, or name a counter, histogram or summary of the contract",
    ),
  )
  .superRefine((each, context) => {
    if (isCountable(each)) return;
    for (const { message, path } of matchers.safeParse(each).error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path });
  })
  .meta({ type: 'matchers, or a counter, histogram or summary' });
