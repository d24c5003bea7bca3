import type { Labels } from '../kubernetes/object';
import { duration } from '../promql/window';
import type { RuleEffect } from './detection-effects';
import { labelText, lostExternalLabels, lostLabels, relabelled } from './changed-labels';
import { gainedLabels, gainedSets, labelSetsOf, labelsOfResults, staticLabels } from './label-sets';
import type { RulePair } from './pair-rules';
import { amtoolProof } from './proof';
import { strongest, type AlertRouting, type Delivery } from './routes/alert-routing';
import { CHART_PAGE, CHART_TICKET, SIGNALS } from '../outputs/kube-prometheus-stack/raised-alerts';
import type { Effect } from './effect';
import { isSameDestination, STRENGTHS } from './routes/receivers';
import type { Side } from './side';

export interface Routings {
  readonly before: AlertRouting;
  readonly after: AlertRouting;
}

/** The routings of two sides, if both were read and the first one notifies anybody; otherwise only rules are compared. */
export function comparedRoutings(before: Side, after: Side): Routings | undefined {
  if (before.routing === undefined || after.routing === undefined) return undefined;
  const notifies = [...before.routing.receivers.values()].some(({ strength }) => strength !== 'nothing');
  return notifies ? { before: before.routing, after: after.routing } : undefined;
}

/** Whether a receiver is notified of an alert before a change. */
export function isNotified(
  { before: rule }: Pick<RulePair, 'before'>,
  side: Side,
  routings: Routings | undefined,
): boolean {
  if (routings === undefined) return true;
  return labelSetsOf(rule, side, [routings.before, routings.after]).some(
    (labels) => strongest(routings.before.deliveriesOf(labels)) !== 'nothing',
  );
}

/** What changed routes, receivers and labels do to the messages about one alert. */
export function routeEffects(
  pair: RulePair,
  before: Side,
  after: Side,
  routings: Routings,
): readonly RuleEffect[] {
  const both = [routings.before, routings.after];
  const matched = new Set(both.flatMap((routing) => [...routing.matched.keys()]));
  const gained = gainedSets(gainedLabels(matched, pair, before, after), pair.after, after, both);
  const effects = labelSetsOf(pair.before, before, both).flatMap((labels) =>
    gained.flatMap((more) => {
      const changed = { ...relabelled(labels, pair, { before, after }), ...more };
      const external = lostExternalLabels(labels, pair, { before, after });
      const why = becauseOf(lostLabels(labels, pair, after), Object.keys(more), external);
      return [
        ...routeEffect(labels, changed, routings, why),
        ...moreMessages(routings.after.deliveriesOf(changed), pair, before, after),
      ];
    }),
  );
  const kinds = new Set(effects.map(({ kind }) => kind));
  return [...kinds].map((kind) => effects.find((effect) => effect.kind === kind)!);
}

/** @param why labels that its series no longer have, or have now */
function routeEffect(
  labels: Labels,
  changed: Labels,
  { before, after }: Routings,
  why?: Cause,
): readonly RuleEffect[] {
  const [usual, now] = [before.deliveriesOf(labels), after.deliveriesOf(changed)];
  const [own, other] = [strongest(usual), strongest(now)];
  const names = (deliveries: readonly Delivery[]) => deliveries.map(({ receiver }) => receiver).join(', ');
  const sending = now.filter(({ strength }) => strength !== 'nothing');
  const set = labelText(why?.isLoss === true ? labels : changed);
  if (own === 'nothing')
    return other === 'nothing' ? [] : [{ kind: 'new', reason: `${set} now notifies ${names(now)}` }];
  if (STRENGTHS.indexOf(other) < STRENGTHS.indexOf(own)) {
    const broken = now.map(({ receiver }) => after.receivers.get(receiver)?.broken).find(Boolean);
    const cause = after.unsent ?? broken ?? relabellingOf(changed, after) ?? why?.text;
    return [
      {
        kind: 'silenced',
        reason: `${set} reached ${names(usual)} (${own}), and now ${other === 'nothing' ? 'no receiver' : `only ${names(sending)} (${other})`}${cause === undefined ? '' : `: ${cause}`}`,
        ...proofOf(labels, changed, usual, now, { before, after }),
      },
    ];
  }
  const muted = newlyMuted(usual, now, own);
  const isSame = (a: Delivery, b: Delivery): boolean =>
    isSameDestination(before.receivers.get(a.receiver), after.receivers.get(b.receiver));
  const counterparts = now.flatMap((delivery) => {
    const same = usual.find((each) => isSame(each, delivery));
    return same === undefined ? [] : [[same, delivery] as const];
  });
  const isSameList =
    counterparts.length === now.length && usual.every((each) => now.some((other) => isSame(each, other)));
  const joins = newlyJoined(counterparts);
  const repeated = repeatedLater(counterparts);
  const [first, later] = [usual, now].map((all) => Math.min(...all.map(({ wait }) => wait))) as [
    number,
    number,
  ];
  return [
    ...(muted === undefined ? [] : [{ kind: 'suppressed' as const, reason: `${set} is muted ${muted}` }]),
    ...(isSameList
      ? []
      : [
          {
            kind: 'receiver' as const,
            reason: `${set} notified ${names(usual)}, and now ${names(now)}${why === undefined ? '' : `: ${why.text}`}`,
          },
        ]),
    ...(later > first
      ? [{ kind: 'later' as const, reason: `group_wait ${duration(first)} is now ${duration(later)}` }]
      : []),
    ...(later <= first && joins !== undefined ? [{ kind: 'later' as const, reason: joins }] : []),
    ...(repeated === undefined ? [] : [{ kind: 'later' as const, reason: repeated }]),
    ...(later < first
      ? [{ kind: 'earlier' as const, reason: `group_wait ${duration(first)} is now ${duration(later)}` }]
      : []),
  ];
}

/** Why the labels of an alert differ, as a clause. */
interface Cause {
  readonly text: string;
  readonly isLoss: boolean;
}

function becauseOf(
  lost: readonly string[],
  gained: readonly string[],
  external: readonly string[],
): Cause | undefined {
  if (external.length > 0)
    return { isLoss: true, text: `Prometheus no longer adds the external label ${external.join(' and ')}` };
  if (lost.length > 0)
    return { isLoss: true, text: `its series no longer have the label ${lost.join(' and ')}` };
  return gained.length === 0
    ? undefined
    : { isLoss: false, text: `its series now have the label ${gained.join(' and ')}` };
}

/** An alert that fires for each value of a label by which messages are grouped sends one for each. */
function moreMessages(
  now: readonly Delivery[],
  pair: RulePair,
  before: Side,
  after: Side,
): readonly RuleEffect[] {
  const grouping = now.flatMap(({ strength, groupBy }) => (strength === 'nothing' ? [] : groupBy));
  const all = grouping.includes('...') ? labelsOfResults(pair.after, after) : grouping;
  const known = staticLabels(pair.after, after);
  const gained = gainedLabels(new Set(all), pair, before, after).filter((label) => !(label in known));
  if (gained.length === 0) return [];
  const labels = gained.join(' and ');
  return [
    {
      kind: 'more',
      reason: `its series now have the label ${labels}, by which messages are grouped: each value sends a message of its own`,
    },
  ];
}

/** What the relabelings of alerts do to one, as a clause. Undefined: nothing. */
function relabellingOf(labels: Labels, { sent, relabelings }: AlertRouting): string | undefined {
  if (relabelings.steps.length === 0) return undefined;
  const now = sent(labels);
  if (now === undefined) return 'relabelings of alerts drop it';
  return labelText(now) === labelText(labels) ? undefined : `relabelings of alerts make it ${labelText(now)}`;
}

/** Time intervals that mute every message as strong as before, and did not before. */
function newlyMuted(
  usual: readonly Delivery[],
  now: readonly Delivery[],
  strength: Delivery['strength'],
): string | undefined {
  const isStrong = (delivery: Delivery): boolean =>
    STRENGTHS.indexOf(delivery.strength) >= STRENGTHS.indexOf(strength);
  const known = new Set(usual.filter(isStrong).flatMap(({ muted }) => muted.map(({ times }) => times)));
  const strong = now.filter(isStrong);
  const found = strong.flatMap(({ muted }) => muted.filter(({ times }) => !known.has(times)));
  if (found.length === 0 || strong.some(({ muted }) => muted.length === 0)) return undefined;
  const weaker = now.filter((delivery) => !isStrong(delivery));
  const rest = weaker.map(({ receiver }) => receiver).join(', ');
  return `${[...new Set(found.map(({ text }) => text))].join(' and ')}${rest === '' ? '' : `, and then only notifies ${rest}`}`;
}

/** Messages to one receiver, before and after. */
type Counterparts = readonly (readonly [Delivery, Delivery])[];

/** Groups that hold more alerts than before: one that joins a group waits for its interval. */
function newlyJoined(counterparts: Counterparts): string | undefined {
  for (const [before, { groupBy, groupInterval, wait }] of counterparts) {
    if (groupBy.includes('...') || groupInterval <= wait) continue;
    if (groupInterval > before.groupInterval)
      return `group_interval ${duration(before.groupInterval)} is now ${duration(groupInterval)}: while another alert of its group fires, it waits longer`;
    const gone = before.groupBy.filter((label) => !groupBy.includes(label));
    if (gone.length > 0)
      return `messages are no longer grouped by ${gone.includes('...') ? 'all labels' : gone.join(', ')}: while another alert of its group fires, it waits for group_interval ${duration(groupInterval)}`;
  }
  return undefined;
}

/** Messages that are sent again later than before, while nobody has solved the problem. */
function repeatedLater(counterparts: Counterparts): string | undefined {
  for (const [before, { receiver, repeatInterval }] of counterparts)
    if (repeatInterval > before.repeatInterval)
      return `repeat_interval ${duration(before.repeatInterval)} is now ${duration(repeatInterval)}: ${receiver} is reminded later of a problem that lasts`;
  return undefined;
}

/** One configuration per side, with the labels that the alert has there. */
function proofOf(
  labels: Labels,
  changed: Labels,
  usual: readonly Delivery[],
  now: readonly Delivery[],
  { before, after }: Routings,
): Pick<RuleEffect, 'proof'> {
  const names = usual.map(({ receiver }) => receiver);
  // Equal routes: only a receiver is broken, which amtool cannot show.
  if (JSON.stringify(names) === JSON.stringify(now.map(({ receiver }) => receiver))) return {};
  const [own, other] = [before.sent(labels), after.sent(changed)];
  // A dropped alert reaches no route.
  if (own === undefined || other === undefined) return {};
  return { proof: amtoolProof({ before: own, after: other }, names, before.config, after.config) };
}

/** What changed routes do to alerts of the chart, which no manifest has. */
export const chartEffects = (routings: Routings): readonly Effect[] =>
  [...SIGNALS, CHART_PAGE, CHART_TICKET].flatMap((labels) =>
    routeEffect(labels, labels, routings).map((effect) => ({
      ...effect,
      alert: labels['alertname']!,
      labels,
    })),
  );
