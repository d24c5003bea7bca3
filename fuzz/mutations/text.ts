import type { Random } from './random';

type Edit = (lines: string[], at: number, random: Random) => void;

const BYTES = [
  '\0',
  '\t',
  '\r',
  '\uFEFF',
  '\u00a0',
  '\u001b',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  '-',
  '#',
  '|',
  '&',
  '*',
  '!',
  '%',
  '@',
  '`',
  ',',
  '=',
  '~',
  '\ud83d',
  '\u2028',
  '---',
  '...',
  '<<',
  '0',
  '1e5',
  'NaN',
  '+Inf',
];

/** Edits of a list of lines, in place. */
const EDITS: readonly Edit[] = [
  (lines, at) => lines.splice(at, 1),
  (lines, at) => lines.splice(at, 0, lines[at]!),
  (lines, at) => lines.splice(at),
  (lines, at) => lines.splice(0, at),
  (lines, at, random) => lines.splice(at, 0, random.pick(lines)),
  (lines, at, random) => {
    const other = random.below(lines.length);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  },
  (lines, at, random) => {
    lines[at] = random.pick(['  ', ' ', '\t', '- ']) + lines[at]!;
  },
  (lines, at) => {
    lines[at] = lines[at]!.trimStart();
  },
  (lines, at) => {
    lines[at] += lines[at + 1] ?? '';
    lines.splice(at + 1, 1);
  },
  (lines, at, random) => {
    const line = lines[at]!;
    const column = random.below(line.length + 1);
    lines[at] = line.slice(0, column) + random.pick(BYTES) + line.slice(column + random.below(2));
  },
  (lines, at, random) => {
    const line = lines[at]!;
    const column = random.below(line.length + 1);
    lines[at] = line.slice(0, column) + line.slice(column + 1 + random.below(5));
  },
  (lines, at, random) => {
    const words = lines[at]!.split(/\b/);
    words[random.below(words.length)] = random.pick(random.pick(lines).split(/\b/)) ?? '';
    lines[at] = words.join('');
  },
];

/** One to three edits of a text, line by line. */
export function mutatedText(text: string, random: Random): string {
  const lines = text.split('\n');
  for (let edits = 1 + random.below(3); edits > 0 && lines.length > 0; edits -= 1)
    random.pick(EDITS)(lines, random.below(lines.length), random);
  return lines.join('\n');
}
