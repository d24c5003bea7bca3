const SIMPLE: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  v: 0x0b,
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
};

const ESCAPE =
  /\\(?:([abfnrtv\\'"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g;

/** Refuses bytes that are not UTF-8, and keeps a byte-order mark as the character that it is inside a string. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text of a PromQL string literal in any of its three quotes; undefined when its end is missing, for an escape that Go
 * does not know, and for bytes that are not UTF-8 (no label value that Prometheus stores has such).
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function unquote(literal: string): string | undefined {
  const quote = literal.charAt(0);
  if (literal.length < 2 || !literal.endsWith(quote)) return undefined;
  const body = literal.slice(1, -1);
  if (quote === '`') return body;
  // \x and octal escapes are bytes and may spell one character of UTF-8 together, so the text is put together as bytes.
  const bytes: Buffer[] = [];
  let end = 0;
  for (const match of body.matchAll(ESCAPE)) {
    const escaped = unescape(match, quote);
    if (escaped === undefined) return undefined;
    bytes.push(Buffer.from(body.slice(end, match.index)), escaped);
    end = match.index + match[0].length;
  }
  bytes.push(Buffer.from(body.slice(end)));
  try {
    return UTF8.decode(Buffer.concat(bytes));
  } catch {
    return undefined;
  }
}

function unescape(match: RegExpExecArray, quote: string): Buffer | undefined {
  const [, simple, octal, hex, short, long] = match;
  if (simple !== undefined) {
    // Go knows only the escape of the quote that the literal is in.
    const foreign = (simple === '"' || simple === "'") && simple !== quote;
    return foreign ? undefined : Buffer.of(SIMPLE[simple]!);
  }
  if (octal !== undefined) return parseInt(octal, 8) <= 0xff ? Buffer.of(parseInt(octal, 8)) : undefined;
  if (hex !== undefined) return Buffer.of(parseInt(hex, 16));
  const digits = short ?? long;
  // A backslash before anything else.
  if (digits === undefined) return undefined;
  const rune = parseInt(digits, 16);
  const surrogate = rune >= 0xd800 && rune <= 0xdfff;
  return rune <= 0x10ffff && !surrogate ? Buffer.from(String.fromCodePoint(rune)) : undefined;
}
