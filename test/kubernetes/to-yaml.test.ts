import fc from '../support/fast-check';
import { toYaml } from '../../src/kubernetes/yaml/to-yaml';
import { yamlDocuments } from '../../src/kubernetes/yaml/documents';
import { goYamlType } from '../support/go-yaml';

/** Strings that some reader takes for something else. */
const TRAPS = [
  ...['0o7', '-0o17', '+0o7', '0O7', '0o_7', '0b11', '0B11', '-0b1', '0x1F', '0X1f', '-0x_f', '0b', '0x'],
  ...[
    'on',
    'On',
    'off',
    'yes',
    'no',
    'y',
    'Y',
    'n',
    'N',
    'true',
    'null',
    '~',
    '',
    'NaN',
    '.nan',
    '.inf',
    '-.Inf',
  ],
  ...[
    '1_000',
    '1__0',
    '010',
    '08',
    '1e3',
    '1.',
    '.5',
    '+1',
    '1:30',
    '190:20:30',
    '2001-01-01',
    '2001-1-1 1:1:1',
  ],
  ...[
    '<<',
    '=',
    '&a',
    '*a',
    '!a',
    '%a',
    '@a',
    '`a',
    '- a',
    '? a',
    'a: b',
    'a #b',
    "'",
    '"',
    '[',
    '{',
    '|',
    '>',
  ],
  ...[
    'a\nb',
    ' a',
    'a ',
    '\t',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u0000',
    '\u001b[31m',
    '---',
    '...',
    'a\r\nb: c',
  ],
];

/** The scalar after `key:`, when it has no quotes. */
function plainScalar(yaml: string): string | undefined {
  const [, scalar] = /^key: ?(.*)\n$/s.exec(yaml) ?? [];
  return scalar === undefined || /^["'|>]/.test(scalar) ? undefined : scalar;
}

const isSafe = (text: string): boolean => {
  const plain = plainScalar(toYaml({ key: text }));
  // To YAML 1.1 these are line breaks.
  if (/[\u0085\u2028\u2029]/.test(toYaml({ key: text }))) return false;
  return plain === undefined || (plain === text && goYamlType(plain) === 'string');
};

test.each(TRAPS)('the string %j stays one for kubectl and Helm', (text) => {
  expect(toYaml({ key: text })).toEqual(expect.stringMatching(/^key:/));
  expect(isSafe(text)).toBe(true);
  // As a key too: what is read as a number or boolean becomes another key.
  const [key = ''] = toYaml({ [text]: 1 }).split(/: 1\n/, 1);
  expect(/^["'?|]/.test(key) || goYamlType(key) === 'string').toBe(true);
});

/** Every character of 16 bits that is no ideograph, syllable or half of a pair. */
const CHARACTERS = Array.from({ length: 0x10000 }, (_, code) => code)
  .filter((code) => code < 0x3400 || code > 0xdfff)
  .map((code) => String.fromCharCode(code));

test.each(['a%s', '%s', 'a\nb%sc\n'])('every character in %j is written so that kubectl reads it', (text) => {
  const texts = CHARACTERS.map((character) => text.replace('%s', () => character));
  const { documents, invalid } = yamlDocuments(toYaml(texts), 'file.yaml');
  expect(invalid).toEqual([]);
  expect(documents[0]?.value).toEqual(texts);
});

test('so does any other string', () => {
  const likely = fc
    .array(fc.constantFrom(...'0123456789abcdefoxOXB_+-.:eEyYnN~<=tTf '.split('')), { maxLength: 8 })
    .map((characters) => characters.join(''));
  fc.assert(
    fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (text) => isSafe(text)),
    { numRuns: 3000, seed: 14 },
  );
});

test('values of other types have no quotes', () => {
  expect(toYaml({ a: true, b: 10, c: 0.5, d: null }, { e: 'text' })).toBe(
    'a: true\nb: 10\nc: 0.5\nd: null\n---\ne: text\n',
  );
});
