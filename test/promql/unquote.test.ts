import { unquote } from '../../src/promql/unquote';

// What PromQL text spells is on the left, as it stands there; the string it means is on the right.
test.each([
  [String.raw`""`, ''],
  [String.raw`"a"`, 'a'],
  [String.raw`'a'`, 'a'],
  ['`a`', 'a'],
  ['``', ''],
  ['`\\n\n"\'`', '\\n\n"\''],
  [String.raw`"\a\b\f\n\r\t\v\\"`, '\u0007\b\f\n\r\t\v\\'],
  [String.raw`"\""`, '"'],
  [String.raw`'\''`, "'"],
  [`"'"`, "'"],
  [`'"'`, '"'],
  [String.raw`"\101\x42C\U00000044"`, 'ABCD'],
  [String.raw`"\303\274 \xc3\xbc ü \U000000fc ü"`, 'ü ü ü ü ü'],
  [String.raw`"\U0001f4a5"`, '💥'],
  [String.raw`"\ufeff"`, '\ufeff'],
  ['"\ufeffa"', '\ufeffa'],
  [String.raw`"\\d\\.\\"`, String.raw`\d\.` + '\\'],
])('%s is %j', (literal, text) => {
  expect(unquote(literal)).toBe(text);
});

test.each([
  ['nothing', ''],
  ['a single quote', '"'],
  ['a missing end', '"abc'],
  ['another end', `"abc'`],
  ['an end that is escaped', String.raw`"abc\"`],
  ['a raw string without an end', '`abc'],
  ['an unknown letter', String.raw`"\q"`],
  ['a regular expression without its second backslash', String.raw`"\d"`],
  ["another quote's escape", String.raw`"\'"`],
  ["another quote's escape", String.raw`'\"'`],
  ['too few octal digits', String.raw`"\12"`],
  ['an octal number beyond a byte', String.raw`"\400"`],
  ['too few hexadecimal digits', String.raw`"\x4"`],
  ['too few digits of a character', String.raw`"\u004"`],
  ['half a character', String.raw`"\ud83d"`],
  ['a character beyond Unicode', String.raw`"\U00110000"`],
  ['an escaped line break', '"a\\\nb"'],
  ['bytes that are no UTF-8', String.raw`"\xff"`],
])('%s is no string: %s', (_what, literal) => {
  expect(unquote(literal)).toBeUndefined();
});
