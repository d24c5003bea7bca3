import { oneLine } from '../../findings/one-line';
import { EFFECTS } from '../effect';
import { costLines } from './cost';
import { changesText, faultLines, kindText, workloadsText } from './faults';
import type { Printed } from './input';
import { commandOf, linesByKind, rulesLines, seriesLine, summaryOf, type Line } from './lines';

/** Counterexamples that are printed: a comment on a pull request holds 65,536 characters. */
const MOST_EXAMPLES = 5;

/** Faults that are printed, for the same reason. */
const MOST_FAULTS = 60;

/** For a comment on a pull request. */
export function asMarkdown(printed: Printed): string {
  const { difference, bounds, cost, judged } = printed;
  const { rules, series, notes } = difference;
  const changes = rulesLines(rules);
  const groups = linesByKind(difference);
  const examples = groups
    .filter(({ kind }) => EFFECTS[kind].fails)
    .flatMap(({ lines }) => lines)
    .flatMap(exampleOf);
  return [
    '## signalproof diff',
    `${code(difference.before)} → ${code(difference.after)}`,
    escaped(summaryOf(printed)),
    ...(groups.length === 0
      ? []
      : [
          [
            '| Effect | Alerts | Reason |',
            '| --- | --- | --- |',
            ...groups.flatMap(({ kind, lines }) => lines.map((line) => rowText(kind, line, judged))),
          ].join('\n'),
        ]),
    ...(bounds.changes.length === 0 ? [] : [faultTable(bounds, judged)]),
    ...examples.slice(0, MOST_EXAMPLES),
    ...(examples.length > MOST_EXAMPLES
      ? [`${examples.length - MOST_EXAMPLES} more counterexamples: run signalproof diff with --tests.`]
      : []),
    ...(series.length === 0
      ? []
      : ['### Recorded series', series.map((one) => `- ${escaped(seriesLine(one))}.`).join('\n')]),
    ...(changes.length === 0
      ? []
      : [
          details(
            `${changes.length} rules changed`,
            `\`\`\`diff\n${changes.map(oneLine).join('\n')}\n\`\`\``,
          ),
        ]),
    costMarkdown(cost),
    ...[...notes, ...bounds.notes].map(escaped),
  ].join('\n\n');
}

function rowText(
  kind: keyof typeof EFFECTS,
  { alerts, reason, effects }: Line,
  { acknowledged }: Printed['judged'],
): string {
  const { title, fails } = EFFECTS[kind];
  const known = fails && effects.every((effect) => acknowledged.includes(effect));
  const shown = known ? `${title} (acknowledged)` : fails ? `**${title}**` : title;
  return `| ${shown} | ${alerts.map(escaped).join(', ')} | ${escaped(reason)} |`;
}

/** The sum, and the rules that change it. */
function costMarkdown(cost: Printed['cost']): string {
  const [sum, ...rules] = costLines(cost).map(escaped);
  return [sum!, ...(rules.length === 0 ? [] : [rules.map((rule) => `- ${rule}`).join('\n')])].join('\n\n');
}

/** The first message about each fault. */
function faultTable(bounds: Printed['bounds'], judged: Printed['judged']): string {
  const lines = faultLines(bounds, judged);
  return [
    '| Effect | If this happens | to | the first message comes no later than |',
    '| --- | --- | --- | --- |',
    ...lines.slice(0, MOST_FAULTS).map((line) => {
      const shown = line.fails ? `**${kindText(line)}**` : kindText(line);
      return `| ${shown} | ${escaped(line.fault)} | ${escaped(workloadsText(line))} | ${escaped(changesText(line))} |`;
    }),
    ...(lines.length > MOST_FAULTS ? [`| | ${lines.length - MOST_FAULTS} more faults | | |`] : []),
  ].join('\n');
}

function exampleOf({ alerts, effects }: Line): readonly string[] {
  const proven = effects.find(({ proof }) => proof !== undefined);
  if (proven?.proof === undefined) return [];
  const { 'test.yml': test, 'rules.yml': rules } = proven.proof.before;
  const files = [
    ...(test === undefined ? [] : [`test.yml:\n\n\`\`\`yaml\n${linesOf(test)}\n\`\`\``]),
    ...(rules === undefined ? [] : [`rules.yml before the change:\n\n\`\`\`yaml\n${linesOf(rules)}\n\`\`\``]),
  ];
  const command = `\`\`\`sh\n${oneLine(commandOf(proven, 'after'))}\n\`\`\``;
  return [
    details(
      `Counterexample for ${escaped(alerts.join(', '))}, which passes before the change and fails after it`,
      [command, ...files].join('\n\n'),
    ),
  ];
}

/** The lines of a file, without characters that speak to a terminal or reorder text. */
const linesOf = (text: string): string => text.trimEnd().split('\n').map(oneLine).join('\n');

const details = (title: string, content: string): string =>
  `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

const code = (text: string): string => `\`${oneLine(text).replaceAll('`', "'")}\``;

const escaped = (text: string): string =>
  oneLine(text.replaceAll('\n', ' '))
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;');
