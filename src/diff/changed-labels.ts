import type { Labels } from '../kubernetes/object';
import { labelsText } from './cases/series-text';
import { isNever, labelsOfResults } from './label-sets';
import type { RulePair } from './pair-rules';
import type { Side } from './side';

/** Both sides of a change. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** The labels of an alert after the change of its rule. */
export function relabelled(labels: Labels, { before, after }: RulePair, sides: Sides): Labels {
  const gone = [
    ...Object.keys(before.labels).filter((label) => !(label in after.labels)),
    ...lostLabels(labels, { before, after }, sides.after),
    ...lostExternalLabels(labels, { before, after }, sides),
  ];
  const kept = Object.fromEntries(Object.entries(labels).filter(([label]) => !gone.includes(label)));
  const own = Object.entries(after.labels).filter(([, value]) => !value.includes('{{'));
  return {
    ...kept,
    ...sides.after.facts.prometheus.externalLabels,
    ...Object.fromEntries(own),
    alertname: after.name,
  };
}

/** Labels that came from the series of an alert, which lose them: an aggregation of its own or of what it reads drops them. */
export const lostLabels = (labels: Labels, { before, after }: RulePair, side: Side): readonly string[] =>
  Object.keys(labels).filter(
    (label) =>
      label !== 'alertname' &&
      !(label in before.labels) &&
      !(label in after.labels) &&
      !(label in side.facts.prometheus.externalLabels) &&
      isNever(label, after, side),
  );

/** Labels that only Prometheus added to an alert, and no longer adds. */
export const lostExternalLabels = (
  labels: Labels,
  { after: rule }: RulePair,
  { before, after }: Sides,
): readonly string[] =>
  Object.keys(before.facts.prometheus.externalLabels).filter(
    (label) =>
      label in labels &&
      !(label in rule.labels) &&
      !(label in after.facts.prometheus.externalLabels) &&
      !labelsOfResults(rule, after).includes(label),
  );

/** A label set in a sentence, in the order of the names. */
export const labelText = (labels: Labels): string =>
  labelsText(Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))));
