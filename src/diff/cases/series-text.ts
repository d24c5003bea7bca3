import type { Labels } from '../../kubernetes/object';
import { LABEL_NAME, SERIES_NAME } from '../../metrics/names';
import { quote } from '../../promql/print';

const pairsOf = (labels: Labels): readonly string[] =>
  Object.entries(labels).map(
    ([label, value]) => `${LABEL_NAME.test(label) ? label : quote(label)}=${quote(value)}`,
  );

/** Labels in the notation of PromQL, e.g. `{job="a"}`. */
export const labelsText = (labels: Labels): string => `{${pairsOf(labels).join(', ')}}`;

/** A series in the notation of PromQL. */
export function seriesText(name: string, labels: Labels): string {
  if (!SERIES_NAME.test(name)) return `{${[quote(name), ...pairsOf(labels)].join(', ')}}`;
  return Object.keys(labels).length === 0 ? name : `${name}${labelsText(labels)}`;
}
