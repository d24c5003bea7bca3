import { relabelledValues } from '../certify/folder/reached';
import { sentLabels } from '../operator/alertmanager/alert-relabelings';
import { labelText, relabelled } from './changed-labels';
import type { RuleEffect } from './detection-effects';
import type { Effect } from './effect';
import { labelSetsOf } from './label-sets';
import type { RulePair } from './pair-rules';
import type { Side } from './side';

/** Relabelings of alerts that changed, and that were not read. */
export function relabelingEffects(before: Side, after: Side): readonly Effect[] {
  const [own, other] = [before.relabelings, after.relabelings];
  const unread = other.unread ?? own.unread;
  if (unread === undefined || JSON.stringify(own) === JSON.stringify(other)) return [];
  return [
    {
      alert: 'relabelings of alerts',
      labels: {},
      kind: 'unjudged',
      reason: `they changed, and were not read: ${unread}`,
    },
  ];
}

/** Alerts that Prometheus no longer sends, or that relabelings drop: silenced, whatever the routes are. */
export function unsentEffects(
  { before: rule, ...pair }: RulePair,
  before: Side,
  after: Side,
): readonly RuleEffect[] {
  const nowhere = after.sending?.nowhere;
  if (nowhere !== undefined && before.sending !== undefined && before.sending.nowhere === undefined)
    return [{ kind: 'silenced', reason: `Prometheus sends it to no Alertmanager: ${nowhere}` }];
  const [own, other] = [before, after].map(({ relabelings }) => relabelings.steps) as [Steps, Steps];
  if (other.length === 0) return [];
  const matched = [own, other].map((steps) => ({
    matched: new Map(relabelledValues(steps).map(([label, values]) => [label, new Set(values)])),
  }));
  const lost = labelSetsOf(rule, before, matched).find(
    (labels) =>
      sentLabels(labels, own) !== undefined &&
      sentLabels(relabelled(labels, { before: rule, ...pair }, { before, after }), other) === undefined,
  );
  return lost === undefined
    ? []
    : [
        {
          kind: 'silenced',
          reason: `${labelText(lost)} was sent to Alertmanager, and now relabelings of alerts drop it`,
        },
      ];
}

type Steps = Side['relabelings']['steps'];
