import type { Facts } from '../doctor/check';
import { panelExpressions } from '../doctor/expressions/panels';
import type { Inference } from '../doctor/expressions/infer';
import type { Expression } from '../doctor/expressions/expression';
import { groupBy } from '../findings/group-by';
import { recordedShapes } from '../certify/engine/recorded-shapes';
import { alertRelabelings, type AlertRelabelings } from '../operator/alertmanager/alert-relabelings';
import { sendingOf, type Sending } from '../operator/alertmanager/sending';
import { alertRouting, type AlertRouting } from './routes/alert-routing';
import { watchedRules, type WatchedRule } from './watched-rules';

/** The facts of manifests and values. */
export type SideFacts = Pick<
  Facts,
  'manifests' | 'prometheus' | 'paths' | 'targetLabels' | 'rules' | 'ruleGroups' | 'analysis'
>;

export interface Side {
  /** As the user named it. */
  readonly name: string;
  readonly facts: SideFacts;
  readonly rules: readonly WatchedRule[];
  readonly recordings: ReadonlyMap<string, readonly WatchedRule[]>;
  /** Labels of results, through the rules that record what an expression reads. */
  readonly shapes: Inference;
  readonly panels: readonly Expression[];
  /** What Prometheus does to labels of alerts before it sends them. */
  readonly relabelings: AlertRelabelings;
  /** @default no Prometheus was read */
  readonly sending?: Sending;
  /** @default no configuration of Alertmanager was read */
  readonly routing?: AlertRouting;
}

/** @throws InvalidInput for an invalid matcher of Alertmanager */
export function sideOf(facts: SideFacts, name: string): Side {
  const routing = alertRouting(facts);
  const sending = sendingOf(facts.manifests, facts.prometheus);
  return {
    name,
    facts,
    ...readings(watchedRules(facts)),
    relabelings: alertRelabelings(facts.manifests, facts.prometheus),
    panels: panelExpressions(facts.manifests),
    ...(sending === undefined ? {} : { sending }),
    ...(routing === undefined ? {} : { routing }),
  };
}

/** The same side with some of its rules. */
export const withRules = (side: Side, rules: Side['rules']): Side =>
  rules.length === side.rules.length ? side : { ...side, ...readings(rules) };

function readings(rules: Side['rules']): Pick<Side, 'rules' | 'recordings' | 'shapes'> {
  const recordings = groupBy(
    rules.filter(({ kind }) => kind === 'record'),
    (rule) => rule.name,
  );
  return { rules, recordings, shapes: recordedShapes(recordings) };
}
