import { takeQuotedName } from './labels-part';
import { CARRIAGE_RETURN, type Line } from './line';
import type { FamilyType, PageFormat } from './page';

/** What a line that starts with # says. */
export type Comment =
  | { readonly says: 'type'; readonly name: string; readonly type: FamilyType }
  | { readonly says: 'help'; readonly name: string; readonly text: string }
  | { readonly says: 'unit'; readonly name: string; readonly text: string }
  | { readonly says: 'end' }
  | { readonly says: 'nothing' };

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const TEXT_KEYWORD = /[ \t]*#[ \t]+(?:HELP|TYPE)[ \t]+/y;
const OPENMETRICS_KEYWORD = /# (?:HELP|TYPE|UNIT) /y;
const END = /# EOF$/y;
const SPACE = / /y;
// oxlint-disable-next-line no-control-regex -- all of ASCII
const ASCII = /[\u0000-\u007f]/y;
const BLANKS = /[ \t]*/y;
const REST = /.*/sy;

/** The types of each format, by the word that its TYPE lines have for them. */
const TYPES: Readonly<Record<PageFormat, ReadonlyMap<string, FamilyType>>> = {
  text: new Map([
    ['counter', 'counter'],
    ['gauge', 'gauge'],
    ['histogram', 'histogram'],
    ['summary', 'summary'],
    ['untyped', 'unknown'],
  ]),
  openmetrics: new Map([
    ['counter', 'counter'],
    ['gauge', 'gauge'],
    ['histogram', 'histogram'],
    ['summary', 'summary'],
    ['unknown', 'unknown'],
    ['info', 'info'],
    ['stateset', 'stateset'],
    ['gaugehistogram', 'gaugehistogram'],
  ]),
};

/**
 * Reads a line that starts with #. The text format has comments; OpenMetrics has none.
 * @throws RefusedLine for what Prometheus refuses
 */
export function readComment(line: Line, format: PageFormat): Comment {
  const strict = format === 'openmetrics';
  if (strict && line.take(END) !== undefined) return { says: 'end' };
  const keyword = line.take(strict ? OPENMETRICS_KEYWORD : TEXT_KEYWORD)?.replaceAll(/[# \t]/g, '');
  if (keyword === undefined) {
    if (!strict) return { says: 'nothing' };
    return line.refuse('OpenMetrics has no comments', 'leave it out');
  }
  const name = takeQuotedName(line) ?? line.take(NAME);
  if (name === undefined)
    return line.refuse(`no metric name after ${keyword}`, `write # ${keyword} name ...`);
  takeSeparator(line, keyword, name, format);
  const text = line.take(REST) ?? '';
  if (keyword === 'UNIT') return { says: 'unit', name, text: unitOf(line, name, text) };
  if (keyword === 'HELP') return { says: 'help', name, text: unescapeHelp(text) };
  const type = TYPES[format].get(text);
  if (type === undefined)
    return line.refuse(
      `unknown type in ${strict ? 'OpenMetrics' : 'the text format'}`,
      text.endsWith('\r') ? CARRIAGE_RETURN : `use one of ${[...TYPES[format].keys()].join(', ')}`,
      text,
    );
  return { says: 'type', name, type };
}

/** In the text format, Prometheus skips the first byte behind the name, whatever it is. */
function takeSeparator(line: Line, keyword: string, name: string, format: PageFormat): void {
  const strict = format === 'openmetrics';
  const fix = `write # ${keyword} ${name} ...`;
  const { rest } = line;
  const separator = line.take(strict ? SPACE : ASCII);
  if (separator === undefined) {
    if (strict || rest !== '') line.refuse('unexpected text after the metric name', fix);
  } else if (!/[ \t]/.test(separator)) {
    if (keyword === 'TYPE' && !TYPES[format].has(line.rest))
      line.refuse('unexpected text after the metric name', fix, rest);
    line.note('no blank after the metric name', fix, rest);
  }
  if (keyword === 'HELP' && !strict) line.take(BLANKS);
}

function unitOf(line: Line, name: string, unit: string): string {
  if (unit !== '' && !name.endsWith(`_${unit}`))
    line.refuse('the name does not end in its unit', `end the name in _${unit}`, name);
  return unit;
}

const unescapeHelp = (text: string): string =>
  text.replaceAll(/\\[\\n"]/g, (escape) => (escape === '\\n' ? '\n' : escape.slice(1)));
