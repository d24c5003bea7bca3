import type { PlannedKind } from './plan';
import { Unreadable } from './unread';

/** A line as it is read on: which kind, and the name with what follows it. */
export interface Declared {
  readonly kind: PlannedKind;
  /** As it was written, for messages. */
  readonly word: string;
  /** Whether several metrics may follow. */
  readonly plural: boolean;
  readonly text: string;
}

const KIND = '(counter|gauge|histogram|summary)(s?)|(summaries)';
/** Prose has words; metrics have names of several words. */
const NAME = String.raw`(?=[a-z_]\w*_\w)\w+\b`;

const NAMED = new RegExp(String.raw`\b${NAME}`, 'i');
const KIND_NAMED = new RegExp(String.raw`\b(?:${KIND})\b`, 'i');
/** `Counter: name`, `Counter - name`, `Counters: a_total, b_total`. */
const KIND_FIRST = new RegExp(String.raw`^(?:${KIND})\s*(?::|=|[-–—]\s)\s*(.*)$`, 'i');
/** `Counter a_total`, `Counter requests (method)`. */
const KIND_BARE = new RegExp(String.raw`^(?:${KIND})\s+(?=${NAME}|\w+\s*[({[])(.*)$`, 'i');
/** `a_total (counter): labels`, `a_total: counter`, `a_total counter (labels)`. */
const KIND_BEHIND = new RegExp(
  String.raw`^(${NAME})\s*[:=–—-]?\s*(?:[([]\s*(?:${KIND})\s*[)\]]|(?:${KIND})\b)\s*[:,;]?\s*(.*)$`,
  'i',
);
const OTHER_KIND = new RegExp(
  String.raw`^(\w+)\s*:\s*${NAME}\s*(?:$|[({[]|labels?\b|buckets?\b|[-–—]\s)`,
  'i',
);
/** What people write before a name that is not a metric. */
const NO_KIND = /^(service|app|application|namespace|team|job|project|system|file|see)$/i;
const ALONE = new RegExp(String.raw`^${NAME}\s*(?:$|[({[])`, 'i');
/** Behind a name: what is read on as it is. Everything else is a list of labels. */
const READ_ON = /^(?:$|[({[]|[-–—]\s|with\b|labels?\b|buckets?\b)/i;

const RIGHT = 'write it as "Counter: a_requests_total (method, status)"';

/**
 * Finds out how a line says what it declares.
 * @returns undefined for prose
 * @throws Unreadable for what says a kind and a name in another way
 */
export function declared(line: string): Declared | undefined {
  const [, one, s, many, text] = KIND_FIRST.exec(line) ?? KIND_BARE.exec(line) ?? [];
  if (text !== undefined) {
    const word = one ?? many ?? '';
    // `Summary: these are our metrics`.
    if (/^summary$/i.test(word) && /\s/.test(text) && !NAMED.test(text)) return undefined;
    return { kind: kindOf(word), word, plural: s === 's' || many !== undefined, text };
  }
  const behind = KIND_BEHIND.exec(line);
  if (behind !== null) {
    const [, name = '', ...groups] = behind;
    const word =
      groups.slice(0, -1).find((group) => group !== undefined && group !== '' && group !== 's') ?? '';
    const rest = groups.at(-1) ?? '';
    return {
      kind: kindOf(word),
      word,
      plural: false,
      text: `${name} ${READ_ON.test(rest) ? '' : 'labels '}${rest}`,
    };
  }
  refuseMeant(line);
  return undefined;
}

export function kindOf(word: string): PlannedKind {
  const kinds: readonly PlannedKind[] = ['counter', 'gauge', 'histogram', 'summary'];
  return kinds.find((kind) => kind.slice(0, 5) === word.toLowerCase().slice(0, 5)) ?? 'unknown';
}

/** A skipped metric would go unnoticed, so lines that resemble one are rejected. */
function refuseMeant(line: string): void {
  const word = OTHER_KIND.exec(line)?.[1];
  if (word !== undefined && !NO_KIND.test(word) && !KIND_NAMED.test(line))
    throw new Unreadable('unknown kind of metric', word, 'use one of Counter, Gauge, Histogram, Summary');
  if (KIND_NAMED.test(line) && NAMED.test(line))
    throw new Unreadable('unsupported form of a metric', line, RIGHT);
  if (ALONE.test(line)) throw new Unreadable('the kind of the metric is missing', line, RIGHT);
}
