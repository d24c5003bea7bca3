import { EFFECTS } from '../effect';
import type { Printed } from './input';
import { commandOf, linesByKind, rulesLines, seriesLine, summaryOf, type Line } from './lines';

/** Counterexamples that are printed: a comment on a pull request holds 65,536 characters. */
const MOST_EXAMPLES = 5;

/** For a comment on a pull request. */
export function asMarkdown({ difference, judged }: Printed): string {
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
    escaped(summaryOf(difference, judged.failing.length, judged.acknowledged.length)),
    ...(groups.length === 0
      ? []
      : [
          [
            '| Effect | Alerts | Reason |',
            '| --- | --- | --- |',
            ...groups.flatMap(({ kind, lines }) => lines.map((line) => rowText(kind, line, judged))),
          ].join('\n'),
        ]),
    ...examples.slice(0, MOST_EXAMPLES),
    ...(examples.length > MOST_EXAMPLES
      ? [`${examples.length - MOST_EXAMPLES} more counterexamples: run signalproof diff with --tests.`]
      : []),
    ...(series.length === 0
      ? []
      : ['### Recorded series', series.map((one) => `- ${escaped(seriesLine(one))}.`).join('\n')]),
    ...(changes.length === 0
      ? []
      : [details(`${changes.length} rules changed`, `\`\`\`diff\n${changes.join('\n')}\n\`\`\``)]),
    ...notes.map(escaped),
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

function exampleOf({ alerts, effects }: Line): readonly string[] {
  const proven = effects.find(({ proof }) => proof !== undefined);
  if (proven?.proof === undefined) return [];
  const { 'test.yml': test, 'rules.yml': rules } = proven.proof.before;
  const files = [
    ...(test === undefined ? [] : [`test.yml:\n\n\`\`\`yaml\n${test.trimEnd()}\n\`\`\``]),
    ...(rules === undefined
      ? []
      : [`rules.yml before the change:\n\n\`\`\`yaml\n${rules.trimEnd()}\n\`\`\``]),
  ];
  const command = `\`\`\`sh\n${commandOf(proven, 'after')}\n\`\`\``;
  return [
    details(
      `Counterexample for ${escaped(alerts.join(', '))}, which passes before the change and fails after it`,
      [command, ...files].join('\n\n'),
    ),
  ];
}

const details = (title: string, content: string): string =>
  `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

const escaped = (text: string): string =>
  text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ');
