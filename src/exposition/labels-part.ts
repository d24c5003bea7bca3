import type { Line } from './line';
import type { Labels, PageFormat } from './page';

const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const QUOTED = /"(?:\\.|[^\\"])*"/y;
const BLANKS = /[ \t]*/y;
const EQUALS = /=/y;
const COMMA = /,/y;
const CLOSE = /\}/y;

const MEANINGS: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

export interface LabelsPart {
  /** Of the metric, where it is written in quotes between the braces: `{"http.server.duration",a="b"}`. */
  readonly name?: string;
  readonly labels: Labels;
}

/**
 * Reads `a="b",c="d"}` behind the opening brace. OpenMetrics allows no blanks; the text format allows them anywhere and
 * a comma at the end.
 * @param bare the name before the brace; undefined where the name has to be between the braces
 * @throws RefusedLine for what Prometheus refuses
 */
export function takeLabels(line: Line, format: PageFormat, bare: string | undefined): LabelsPart {
  const labels = new Map<string, string>();
  let quotedName: string | undefined;
  const done = (): LabelsPart => ({ labels, ...(quotedName === undefined ? {} : { name: quotedName }) });
  const strict = format === 'openmetrics';
  const blanks = () => (strict ? '' : line.take(BLANKS));
  /** Whether the last value ends where the next name starts. */
  let glued = false;
  /** Whether no comma is between the last value and the next name. */
  let uncut = false;
  for (;;) {
    blanks();
    if (line.take(CLOSE) !== undefined) return done();
    const quoted = takeQuotedName(line);
    const name = quoted ?? line.take(LABEL_NAME);
    if (name === undefined)
      return line.refuse(
        'label name expected',
        'write label="value", with names of letters, digits and underscores',
      );
    blanks();
    if (line.take(EQUALS) === undefined) {
      if (quoted === undefined)
        return glued || (uncut && line.rest.includes('"'))
          ? line.refuse(
              'a quote within a label value ends it',
              // The value goes on behind \" when it should end in a backslash.
              [...labels.values()].some((value) => value.includes('"'))
                ? 'write \\" for a quote in a value, and \\\\ for a backslash at its end'
                : 'write \\" for a quote in a value',
              name,
            )
          : line.refuse(`= expected after the label ${name}`, `write ${name}="value"`);
      if (bare !== undefined || quotedName !== undefined)
        line.refuse('duplicate metric name', 'write it once', quoted);
      quotedName = quoted;
      if (!/^[,}]/.test(line.rest))
        line.refuse('no comma after the metric name', 'write a comma between the name and the labels');
    } else {
      blanks();
      const value = takeValue(line, name);
      if (name === '') line.refuse('empty label name', 'name the label', quoted);
      if (name === '__name__')
        line.refuse('the label __name__ is not allowed', 'write the name before the labels', name);
      setLabel(line, labels, name, value);
    }
    glued = blanks() === '' && !/^[,}]/.test(line.rest);
    const comma = line.take(COMMA) !== undefined;
    if (line.take(CLOSE) !== undefined) {
      if (comma && strict) line.noteSince3('comma after the last label', 'leave it out in OpenMetrics', ',}');
      return done();
    }
    uncut = !comma;
    if (comma) continue;
    if (strict || line.done) line.refuse('labels are not closed', 'separate labels by , and end with }');
    line.note('no comma between two labels', 'separate labels by commas: not every reader does without');
  }
}

/** Prometheus drops every value of a label that is empty once, and refuses other duplicates. */
function setLabel(line: Line, labels: Map<string, string>, name: string, value: string): void {
  const known = labels.get(name);
  if (known === undefined) {
    labels.set(name, value);
    return;
  }
  if (known !== '' && value !== '') line.refuse('duplicate label', 'name each label once', name);
  line.note('duplicate label', 'name each label once', name);
  labels.set(name, '');
}

/** Name of a metric or label in quotes. */
export function takeQuotedName(line: Line): string | undefined {
  const quoted = line.take(QUOTED);
  if (quoted === undefined) return undefined;
  line.noteSince3('name in quotes', 'use letters, digits and underscores', quoted);
  return unescape(line, quoted, 'name');
}

/** @throws RefusedLine when it is not quoted to the end */
function takeValue(line: Line, label: string): string {
  const quoted = line.take(QUOTED);
  if (quoted === undefined)
    return line.refuse(
      `no quoted value for the label ${label}`,
      `write ${label}="value", with line breaks as \\n, " as \\" and \\ as \\\\`,
    );
  return unescape(line, quoted, 'label value');
}

const unescape = (line: Line, quoted: string, what: string): string =>
  quoted.slice(1, -1).replace(/\\./gs, (escape) => {
    const meaning = MEANINGS[escape];
    if (meaning === undefined) line.note(`unknown escape in a ${what}`, 'use only \\\\, \\" and \\n', escape);
    return meaning ?? escape;
  });
