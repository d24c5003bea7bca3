/**
 * Whether Prometheus 3 can store a name of a metric or label. Names other than the ones below stand in quotes in queries,
 * which Prometheus 2 does not read.
 */
export const isName = (name: string): boolean => name !== '' && !/[\p{Surrogate}\p{Cc}]/u.test(name);

/** What a new metric should be called: every version of Prometheus reads it, and colons are left to recording rules. */
export const METRIC_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What a series may be called in a query without quotes. */
export const SERIES_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

export const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** The label by which the format tells the series of one histogram or summary apart, by kind of metric. */
export const FORMAT_LABELS: Readonly<Record<string, string | undefined>> = {
  histogram: 'le',
  'native histogram': 'le',
  summary: 'quantile',
};

/**
 * Legal metric names that no query can contain, in any case: PromQL reads them as keywords or numbers. (`sum`, `by` and
 * the like can be told from the keyword by what follows.)
 */
const UNSELECTABLE_NAMES = 'atan2 bool group_left group_right ignoring inf nan offset on'.split(' ');

/** Legal label names that no `by (...)` or `on (...)` can list, in any case. */
const UNLISTABLE_LABELS = ['inf', 'nan', 'without'];

/** Whether PromQL reads a metric's name as something else. */
export const isUnselectable = (name: string): boolean => UNSELECTABLE_NAMES.includes(name.toLowerCase());

/** Whether PromQL reads a label's name as something else where labels are listed. */
export const isUnlistable = (label: string): boolean => UNLISTABLE_LABELS.includes(label.toLowerCase());
