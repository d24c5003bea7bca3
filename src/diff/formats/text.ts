import { EFFECTS } from '../effect';
import type { Printed } from './input';
import { commandOf, linesByKind, rulesLines, seriesLine, summaryOf, type Line } from './lines';

/** Everything for a terminal. */
export function asText({ difference, judged }: Printed): string {
  const { rules, series, notes } = difference;
  const changes = rulesLines(rules);
  return [
    `${difference.before} → ${difference.after}`,
    summaryOf(difference, judged.failing.length, judged.acknowledged.length),
    ...linesByKind(difference).map(({ kind, lines }) =>
      [`${EFFECTS[kind].title}:`, ...lines.map((line) => lineText(line, EFFECTS[kind].fails, judged))].join(
        '\n',
      ),
    ),
    ...(series.length === 0
      ? []
      : [['Recorded series:', ...series.map((one) => `  ${seriesLine(one)}.`)].join('\n')]),
    ...(changes.length === 0 ? [] : [['Rules:', ...changes.map((line) => `  ${line}`)].join('\n')]),
    ...notes,
  ].join('\n\n');
}

function lineText(
  { alerts, reason, effects }: Line,
  fails: boolean,
  { acknowledged }: Printed['judged'],
): string {
  const known = fails && effects.every((effect) => acknowledged.includes(effect)) ? ' (acknowledged)' : '';
  const proven = effects.find(({ proof }) => proof !== undefined);
  const test = proven?.proof?.before['test.yml'];
  return [
    `  ${alerts.join(', ')}: ${reason}.${known}`,
    ...(proven === undefined || !fails
      ? []
      : [
          `    Counterexample, which passes before and fails after: ${commandOf(proven, 'after')}`,
          ...(test === undefined
            ? []
            : test
                .trimEnd()
                .split('\n')
                .map((line) => `      ${line}`)),
        ]),
  ].join('\n');
}
