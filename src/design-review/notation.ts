import { InvalidInput } from '../findings/invalid-input';
import { declared, type Declared } from './notation-form';
import { bucketsOf, labelsOf } from './notation-parts';
import { isRow, readRow, type Columns } from './notation-table';
import type { Plan, PlannedMetric } from './plan';
import { Unreadable, type UnreadLine } from './unread';

/** A heading with one # is a comment. */
const BULLET = /^(?:(?:[-*+•]|\d+[.)]|#{2,})\s+)+/;
const COMMENT = /^(?:#|\/\/).*$|\s(?:#|\/\/)\s.*$/;
const NAME = /^[^\s({[,]+/;
const LABELS = /^\s*(?:\(([^)]*)\)|\{([^}]*)\})/;
const LABELS_IN_BRACKETS =
  /^\s*[,;]?\s*(?:[-–—]\s+)?(?:with\s+)?(?:the\s+)?labels?\s*[:=]?\s*[({[]([^)}\]]*)[)}\]]/i;
const LABELS_IN_WORDS =
  /^\s*[,;]?\s*(?:[-–—]\s+)?(?:with\s+)?(?:the\s+)?labels?\b\s*[:=]?\s*(.*?)(?=\s*[[;]|,?\s+buckets?\b|\s+[-–—]\s|$)/i;
const BUCKETS =
  /^\s*[,;]?\s*(?:(?:with\s+)?buckets?\s*[:=]?\s*)?[[({]([^\])}]*)[\])}]|^\s*[,;]?\s*(?:with\s+)?buckets?\s*[:=]?\s*([\d.,\s+eInf-]+)$/i;
const REMARK = /(?:^|\s+)[-–—]\s.*$/;
const LISTS_IN_REMARK = /\b(?:labels?|buckets?)\s*[:=]/i;
const ANOTHER = /^\s*(?:,|and\b|&)\s*(?:and\b\s*)?(?=\w+_\w)/i;
/** A line of its own for what belongs to the metric above. */
const CONTINUED = /^(?:with\s+)?(?:labels?|buckets?)\s*[:=([{]/i;

/**
 * Reads metrics as people write them down:
 *
 *     Counter: orders_requests_total (method, endpoint, status=2xx|4xx|5xx)
 *     Histogram: orders_request_duration_seconds (method) [0.1, 0.25, 1]
 *
 * Bullets, indents, backticks, comments and prose around them are left out; the kind may stand behind the name, and
 * metrics in the rows of a table. Lines that are meant as metrics and cannot be read are collected.
 * @throws InvalidInput for a text without any metric that can be read
 */
export function readNotation(source: string, text: string): Plan {
  const reader = new NotationReader();
  for (const [index, raw] of text.split(/\r?\n/).entries()) reader.read(raw, index + 1);
  const { metrics, prose, unread } = reader;
  if (metrics.length > 0) return { source, metrics, prose, unread };
  const resource = `plan ${source}`;
  throw new InvalidInput(
    unread.length > 0
      ? unread.map(({ line, ...rest }) => ({ resource, path: `line ${line}`, ...rest }))
      : {
          resource,
          path: 'text',
          message: 'no metric found',
          found: text.trim().slice(0, 80),
          fix: 'write lines like "Counter: orders_requests_total (method, status)", a contract in JSON, or a /metrics page',
        },
  );
}

class NotationReader {
  readonly metrics: PlannedMetric[] = [];
  readonly prose: number[] = [];
  readonly unread: UnreadLine[] = [];
  private columns: Columns | undefined;
  /** The one metric above, which may go on. */
  private open: Declared | undefined;

  read(raw: string, line: number): void {
    const text = raw
      .replaceAll(/[`]|\*\*/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replace(BULLET, '')
      .replace(COMMENT, '')
      .trim();
    if (text === '') return;
    try {
      this.readLine(text, line);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { message, found, fix } = error;
      this.unread.push({ line, message, found, fix });
      this.open = undefined;
    }
  }

  private readLine(text: string, line: number): void {
    if (isRow(text)) {
      this.readTable(text, line);
      return;
    }
    this.columns = undefined;
    if (this.open !== undefined && CONTINUED.test(text)) {
      const above = this.metrics.at(-1)?.line ?? line;
      const whole = { ...this.open, text: `${this.open.text.replace(REMARK, '')} ${text}` };
      const [metric] = metricsOf(whole, above);
      if (metric !== undefined) this.metrics.splice(-1, 1, metric);
      this.open = whole;
      return;
    }
    const found = declared(text);
    if (found === undefined) this.prose.push(line);
    else this.take(found, line);
  }

  private readTable(text: string, line: number): void {
    const row = readRow(text, this.columns);
    if (row.is === 'header') this.columns = row.columns;
    if (row.is === 'prose') this.prose.push(line);
    if (row.is === 'metric') this.take(row.declared, line);
  }

  private take(found: Declared, line: number): void {
    this.open = undefined;
    const metrics = metricsOf(found, line);
    this.metrics.push(...metrics);
    if (metrics.length === 1) this.open = found;
  }
}

/** @throws Unreadable */
function metricsOf({ kind, word, plural, text }: Declared, line: number): readonly PlannedMetric[] {
  let rest = text;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest);
    if (found !== null) rest = rest.slice(found[0].length);
    return found;
  };
  const metrics: PlannedMetric[] = [];
  let more = true;
  while (more) {
    const name = take(NAME)?.[0];
    // `requests per second` is not a name.
    if (name === undefined || (!name.includes('_') && /^\s*\w/.test(rest) && !CONTINUED.test(rest.trim())))
      throw new Unreadable('no name follows the kind', text, `write ${word}: name (label, label)`);
    const bracketed = take(LABELS) ?? take(LABELS_IN_BRACKETS);
    const worded = bracketed === null ? take(LABELS_IN_WORDS) : null;
    const buckets = take(BUCKETS);
    const labels = bracketed?.[1] ?? bracketed?.[2] ?? worded?.[1] ?? '';
    metrics.push({
      name,
      kind,
      labels: labelsOf(labels, worded !== null),
      ...(buckets === null ? {} : { buckets: bucketsOf(buckets[1] ?? buckets[2] ?? '') }),
      line,
    });
    more = plural && take(ANOTHER) !== null;
  }
  const [remark = ''] = REMARK.exec(rest) ?? [];
  if (LISTS_IN_REMARK.test(remark))
    throw new Unreadable('labels or buckets follow a remark', remark.trim(), 'write them in front of it');
  rest = rest.replace(REMARK, '');
  if (rest.trim() !== '')
    throw new Unreadable(
      'unexpected text after the metric',
      rest.trim(),
      plural
        ? 'separate metrics by commas, or write one a line'
        : 'write labels in (), buckets in [], and remarks after " - "',
    );
  return metrics;
}
