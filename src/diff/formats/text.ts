import { oneLine } from '../../findings/one-line';
import { EFFECTS } from '../effect';
import { costLines } from './cost';
import { changesText, faultLines, kindText, workloadsText, type FaultLine } from './faults';
import type { Printed } from './input';
import { commandOf, linesByKind, rulesLines, seriesLine, summaryOf, type Line } from './lines';

/** Everything for a terminal. */
export function asText(printed: Printed): string {
  const { difference, bounds, cost, judged } = printed;
  const { rules, series, notes } = difference;
  const changes = rulesLines(rules);
  return [
    oneLine(`${difference.before} → ${difference.after}`),
    summaryOf(printed),
    ...linesByKind(difference).map(({ kind, lines }) =>
      [`${EFFECTS[kind].title}:`, ...lines.map((line) => lineText(line, EFFECTS[kind].fails, judged))].join(
        '\n',
      ),
    ),
    ...(bounds.changes.length === 0
      ? []
      : [
          ['Faults:', ...faultLines(bounds, judged).map((line) => `  ${oneLine(faultText(line))}`)].join(
            '\n',
          ),
        ]),
    ...(series.length === 0
      ? []
      : [['Recorded series:', ...series.map((one) => `  ${oneLine(seriesLine(one))}.`)].join('\n')]),
    ...(changes.length === 0 ? [] : [['Rules:', ...changes.map((line) => `  ${oneLine(line)}`)].join('\n')]),
    costLines(cost).map(oneLine).join('\n  '),
    ...[...notes, ...bounds.notes].map(oneLine),
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
    `  ${oneLine(`${alerts.join(', ')}: ${reason}.${known}`)}`,
    ...(proven === undefined || !fails
      ? []
      : [
          `    Counterexample, which passes before and fails after: ${oneLine(commandOf(proven, 'after'))}`,
          ...(test === undefined
            ? []
            : test
                .trimEnd()
                .split('\n')
                .map((line) => `      ${oneLine(line)}`)),
        ]),
  ].join('\n');
}

const faultText = (line: FaultLine): string =>
  `${kindText(line)}: ${line.fault} (${workloadsText(line)}): ${changesText(line)}.`;
