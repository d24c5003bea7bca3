import { takeLabels } from './labels-part';
import { CARRIAGE_RETURN, type Line } from './line';
import { parseNumber } from './number';
import type { Exemplar, PageFormat, Sample } from './page';

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const OPEN = /\{/y;
const BLANKS = /[ \t]*/y;
const LEADING = /[ \t]+/y;
const TRAILING = /[ \t]+$/y;
const SPACE = / /y;
const TIMESTAMP = /[ \t]+[^ \t]+/y;
const WORD = /[^ \t]+/y;
const EXEMPLAR = / # \{/y;

/** Unix milliseconds, which the text format counts in. */
const WHOLE = /^\d+$/;
const LATEST = 2n ** 63n - 1n;

/** The most characters that the labels of an exemplar may have together, by the OpenMetrics specification. */
const EXEMPLAR_LENGTH = 128;

/**
 * Reads `name{label="value"} 1`, with a timestamp and an exemplar where the format has them.
 * @throws RefusedLine for what Prometheus refuses
 */
export function readSample(line: Line, format: PageFormat): Omit<Sample, 'line'> {
  const strict = format === 'openmetrics';
  refuseOtherFormats(line);
  const leading = strict ? undefined : line.take(LEADING);
  const bare = line.take(NAME);
  const blanks = !strict && bare !== undefined ? line.take(BLANKS) : '';
  const braces = line.take(OPEN) !== undefined;
  const { name = bare, labels } = braces
    ? takeLabels(line, format, bare)
    : { labels: new Map<string, string>() };
  if (name === undefined)
    return line.refuse('neither a sample nor a comment', 'write name{label="value"} 1, or # and a text');
  const stored = leading === undefined || bare === undefined ? name : leading + name;
  if (leading !== undefined)
    line.noteSince3('blank before the name becomes part of it', 'start the line with the name', stored);
  if (bare !== undefined && !braces && blanks === '') refuseOddName(line, bare);
  const value = takeNumber(line, strict, 'value');
  const timestampSeconds = takeTimestamp(line, strict, 'timestamp');
  const exemplar = strict && line.take(EXEMPLAR) !== undefined ? takeExemplar(line, name) : undefined;
  if (!strict && line.take(TRAILING) !== undefined)
    line.note('blank at the end of the line', 'end it behind the number: not every reader takes more', ' ');
  if (strict && /^ # [^{]/.test(line.rest))
    line.refuse('the exemplar has no labels', `write${line.rest.replace(' # ', ' # {} ')}`);
  if (!line.done) line.refuse('unexpected text after the sample', 'end the line there');
  return {
    name: stored,
    labels,
    value,
    ...(timestampSeconds === undefined ? {} : { timestampSeconds }),
    ...(exemplar === undefined ? {} : { exemplar }),
  };
}

/** @throws RefusedLine for text that is not a metrics page */
function refuseOtherFormats(line: Line): void {
  const { rest } = line;
  if (rest.startsWith('\uFEFF'))
    line.refuse('a byte order mark before the first line', 'write the page as UTF-8 without one', '\\uFEFF');
  if (/^\s*<[!?a-zA-Z]/.test(rest))
    line.refuse('HTML rather than metrics', 'read the path of the metrics, which is mostly /metrics');
  if (/^\s*[[{]\s*(?:\{|"(?:\\.|[^\\"])*"\s*:)/.test(rest))
    line.refuse('JSON rather than metrics', 'read the path of the metrics, such as /actuator/prometheus');
}

/**
 * A name with other characters than letters, digits, underscores and colons. `a+5` is the value 5.
 * @throws RefusedLine
 */
function refuseOddName(line: Line, start: string): void {
  const odd = /^[^ \t{]+/.exec(line.rest)?.[0];
  if (odd === undefined || parseNumber(odd) !== undefined) return;
  line.refuse(
    `the metric name contains ${odd[0]}`,
    `write ${(start + odd).replaceAll(/[^a-zA-Z0-9_:]/g, '_')}`,
    start + odd,
  );
}

function takeNumber(line: Line, strict: boolean, what: string): number {
  const separated = strict ? line.take(SPACE) : line.take(BLANKS);
  const text = separated === undefined ? undefined : line.take(WORD);
  if (text === undefined) return line.refuse(`no ${what}`, 'write one number behind one blank');
  const value = parseNumber(text);
  if (value === undefined)
    return line.refuse(
      `the ${what} is not a number`,
      text.endsWith('\r')
        ? CARRIAGE_RETURN
        : /^[+-]?\d+,\d+$/.test(text)
          ? `write ${text.replace(',', '.')}`
          : 'write a decimal number, +Inf, -Inf or NaN',
      text,
    );
  return value;
}

/** Milliseconds in the text format, seconds in OpenMetrics. */
function takeTimestamp(line: Line, strict: boolean, what: string): number | undefined {
  if (strict) {
    if (!/ (?!#)/.test(line.rest.slice(0, 2))) return undefined;
    const seconds = takeNumber(line, true, what);
    if (!Number.isFinite(seconds))
      line.refuse(`the ${what} is not finite`, 'give Unix seconds, or better none', seconds);
    return seconds;
  }
  const text = line.take(TIMESTAMP)?.trimStart();
  if (text === undefined) return undefined;
  if (text === '#')
    return line.refuse(
      'an exemplar, which only OpenMetrics has',
      'leave exemplars out of the text format, or answer with Content-Type application/openmetrics-text and end the page in # EOF',
      text + line.rest,
    );
  if (!WHOLE.test(text))
    return line.refuse(
      'the timestamp is not a whole number from 0',
      text.endsWith('\r') ? CARRIAGE_RETURN : 'give Unix milliseconds, or better none',
      text,
    );
  if (BigInt(text) > LATEST)
    return line.refuse('the timestamp is beyond 64 bits', 'give Unix milliseconds, or better none', text);
  return Number(text) / 1000;
}

function takeExemplar(line: Line, of: string): Exemplar {
  if (!/_(?:total|bucket)$/.test(of))
    line.noteSince3('exemplar of neither a counter nor a bucket', 'leave the exemplar out', of);
  const { labels } = takeLabels(line, 'openmetrics', '');
  const length = [...labels].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > EXEMPLAR_LENGTH)
    line.note(`exemplar of more than ${EXEMPLAR_LENGTH} characters`, 'keep only the id of the trace', length);
  const value = takeNumber(line, true, 'value of the exemplar');
  const timestampSeconds = takeTimestamp(line, true, 'timestamp of the exemplar');
  return { labels, value, ...(timestampSeconds === undefined ? {} : { timestampSeconds }) };
}
