import { groupBy } from '../../findings/group-by';
import { shellWord } from '../../findings/shell';
import { isAcceptable } from '../acknowledged';
import type { Difference, RuleChanges } from '../compare';
import { EFFECTS, type Effect, type EffectKind } from '../effect';
import type { LostSeries } from '../recorded-series';
import { faultsText } from './faults';
import type { Printed } from './input';

/** Effects of one kind with one reason: alerts that share a cause are one line. */
export interface Line {
  readonly alerts: readonly string[];
  readonly reason: string;
  readonly effects: readonly Effect[];
}

/** The effects by kind, the worst kind first. */
export function linesByKind({
  effects,
}: Difference): readonly { readonly kind: EffectKind; readonly lines: readonly Line[] }[] {
  return (Object.keys(EFFECTS) as EffectKind[]).flatMap((kind) => {
    const lines = groupBy(
      effects.filter((effect) => effect.kind === kind),
      ({ reason }) => reason,
    );
    if (lines.size === 0) return [];
    return [
      {
        kind,
        lines: [...lines].map(([reason, all]) => ({
          reason,
          effects: all,
          alerts: [...new Set(all.map(titleOf))],
        })),
      },
    ];
  });
}

/** The name of an alert, with the objective and window that tell it apart. */
function titleOf({ alert, labels }: Pick<Effect, 'alert' | 'labels'>): string {
  const details = [labels['slo'], labels['long']].filter((detail) => detail !== undefined);
  return details.length === 0 ? alert : `${alert} (${details.join(', ')})`;
}

/** One sentence on everything. */
export function summaryOf({ difference, bounds, judged }: Printed): string {
  const counts = linesByKind(difference).map(
    ({ kind, lines }) =>
      `${EFFECTS[kind].title.toLowerCase()} ${new Set(lines.flatMap(({ alerts }) => alerts)).size}`,
  );
  const { added, removed, changed, unchanged } = difference.rules;
  const rules = `rules: ${added.length} added, ${removed.length} removed, ${changed.length} changed, ${unchanged} unchanged`;
  const people =
    counts.length === 0 ? 'No message to people changes' : `Messages to people: ${counts.join(', ')}`;
  const acknowledged = judged.acknowledged.length + judged.bounds.acknowledged.length;
  const verdict = !isAcceptable(judged)
    ? ` Acknowledge what fails with --allow or a trailer "Silences: <alert>" in a commit.`
    : acknowledged > 0
      ? ' What would fail is acknowledged.'
      : '';
  return `${people}; ${faultsText(bounds)}; ${rules}.${verdict}`;
}

export const rulesLines = ({ added, removed, changed }: RuleChanges): readonly string[] => [
  ...removed.map((rule) => `- ${rule}`),
  ...added.map((rule) => `+ ${rule}`),
  ...changed.map(({ rule, what }) => `~ ${rule}: ${what.join(', ')}`),
];

export function seriesLine({ name, renamedTo, readers: { alerts, rules, panels } }: LostSeries): string {
  const readers = [
    ...(alerts.length === 0 ? [] : [`alerts ${alerts.join(', ')}`]),
    ...(rules.length === 0 ? [] : [`rules ${rules.join(', ')}`]),
    ...panels,
  ];
  const fate = renamedTo === undefined ? 'is no longer recorded' : `is renamed to ${renamedTo}`;
  return `${name} ${fate}, and its history ends${readers.length === 0 ? '' : `; still read by ${readers.join('; ')}`}`;
}

/** How to run a counterexample. */
export const commandOf = ({ proof }: Effect, side: 'before' | 'after'): string =>
  proof === undefined ? '' : proof.commands[side].map(shellWord).join(' ');
