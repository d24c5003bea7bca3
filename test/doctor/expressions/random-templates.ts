import fc, { type Arbitrary } from '../../support/fast-check';

/** One or another text, the first ones more often. */
const mostly = (usual: readonly string[], rare: readonly string[]): Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...usual), weight: 60 },
    { arbitrary: fc.constantFrom(...rare), weight: 1 },
  );
const blank = mostly([' ', ' ', ' ', '  ', '\t'], ['', '\n', '\u00a0']);
const open = mostly(['{{ ', '{{- ', '{{'], ['{{-', '{ {', '{{{ ', '{{ - ']);
const close = mostly([' }}', ' -}}', '}}'], ['-}}', ' }', ' - }}', '} }', '']);

const value = mostly(
  [
    '$value',
    '$labels.job',
    '.Value',
    '.Labels.pod',
    '$externalURL',
    '$externalLabels.a',
    '$',
    '.',
    '5',
    '0.5',
    '"a"',
    '`b`',
    "'c'",
    'true',
    'nil',
  ],
  [
    '$x',
    '1_000',
    '0x1F',
    '017',
    '08',
    '1e3',
    '5m',
    '.5',
    '5.',
    '+1',
    '-1',
    '1i',
    '1e',
    '"\\d"',
    '"\\n"',
    '"\\x41"',
    "'ab'",
    "'\\''",
    '"open',
    '`open',
    '$y',
    '$labels.a-b',
    '$labels["a"]',
    '..',
    '.a.b',
    '$.Value',
    '5.a',
    '"a".b',
    'true.a',
    'nil.a',
    '0x',
    '0b12',
    '0o8',
    '1__0',
    '_',
    '#',
    '%',
    '\\',
    '&',
    '"\\ud800"',
    '"ü"',
    '$ü',
    '.ü',
  ],
);
const name = mostly(
  [
    'humanize',
    'humanizeDuration',
    'printf',
    'query',
    'first',
    'title',
    'len',
    'index',
    'eq',
    'gt',
    'and',
    'or',
    'not',
    'reReplaceAll',
    'toUpper',
    'print',
  ],
  [
    'humanise',
    'default',
    'toJson',
    'quote',
    'urlQueryEscape',
    'break',
    'continue',
    'if',
    'end',
    'else',
    'range',
    'nil',
    'true',
    'now',
    'toDuration',
    'parseDuration',
    'externalURL',
    'slice',
    'js',
    'call',
    'template',
    'define',
    'block',
  ],
);

/** A pipeline: values, calls with arguments, and parentheses. */
const pipeline: Arbitrary<string> = fc.letrec<{ pipe: string; command: string; operand: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: value, weight: 6 },
    {
      arbitrary: fc
        .tuple(tie('pipe'), mostly([')'], [' )', '', ').a', ')a', '))']))
        .map(([inner, end]) => `(${inner}${end}`),
      weight: 1,
    },
  ),
  command: fc.oneof(
    { arbitrary: tie('operand'), weight: 3 },
    {
      arbitrary: fc
        .tuple(name, fc.array(fc.tuple(blank, tie('operand')), { maxLength: 2 }))
        .map(([called, args]) => called + args.map((part) => part.join('')).join('')),
      weight: 4,
    },
  ),
  pipe: fc
    .tuple(
      tie('command'),
      fc.array(
        fc.tuple(
          mostly([' | ', '|'], [' || ', ', ', ',', ' |', ' ']),
          fc.oneof({ arbitrary: name, weight: 20 }, { arbitrary: tie('command'), weight: 1 }),
        ),
        {
          maxLength: 2,
        },
      ),
    )
    .map(([first, stages]) => first + stages.map((part) => part.join('')).join('')),
})).pipe;

const declared = fc
  .tuple(
    mostly(['$x', '$i, $x', '$i,$x'], ['$x, $y, $z', '$x,', '$x ,', 'x', '$', '$x $y']),
    mostly([' := ', ':='], [' = ', '=', ' ']),
  )
  .map((parts) => parts.join(''));
const maybe = (part: Arbitrary<string>, weight = 1): Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constant(''), weight: 5 }, { arbitrary: part, weight });
const action = (content: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(open, content, close).map((parts) => parts.join(''));
const word = (...texts: readonly string[]): Arbitrary<string> => action(fc.constantFrom(...texts));
const plain = mostly(
  ['', 'a', ' of ', '%'],
  [
    '}}',
    '{',
    '}',
    '{{ "{{" }}',
    '\n',
    '{{/* c */}}',
    '{{- /* c */ -}}',
    '{{ /* c */ }}',
    '{{/* c }}',
    '{{/* c */ a }}',
  ],
);

const text: Arbitrary<string> = fc.letrec<{ text: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: plain, weight: 2 },
    { arbitrary: action(fc.tuple(maybe(declared), pipeline).map((parts) => parts.join(''))), weight: 4 },
    {
      arbitrary: fc
        .tuple(
          action(
            fc
              .tuple(
                mostly(['if ', 'range ', 'with '], ['if', 'range', 'with(', 'if\t']),
                maybe(declared, 3),
                maybe(pipeline, 40),
              )
              .map((parts) => parts.join('')),
          ),
          tie('text'),
          maybe(
            fc.oneof(
              word(
                'else',
                'else ',
                'else if $value',
                'else with $value',
                'else if',
                'else a',
                'break',
                'continue',
              ),
              plain,
            ),
            3,
          ),
          tie('text'),
          mostly(
            ['{{ end }}', '{{end}}', '{{- end -}}'],
            ['', '{{ end if }}', '{{ end }}{{ end }}', '{{ else }}{{ else }}{{ end }}'],
          ),
        )
        .map((parts) => parts.join('')),
      weight: 2,
    },
    {
      arbitrary: fc
        .tuple(
          action(
            mostly(
              ['define "a"', 'block "a" .', 'define `b`'],
              ['define a', 'define', 'block "a"', 'define "a" .', "define 'a'"],
            ),
          ),
          tie('text'),
          mostly(['{{ end }}'], ['']),
          action(
            mostly(
              ['template "a"', 'template "a" .', 'template "c"'],
              ['template', 'template a', 'template "a" . .'],
            ),
          ),
        )
        .map((parts) => parts.join('')),
      weight: 1,
    },
  ),
  text: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
})).text;

/** Templates as users write them, with now and then a part that is wrong. */
export const writtenTemplate: Arbitrary<string> = text;

/** The same with a character more, less, or another one. */
export const mutatedTemplate: Arbitrary<string> = fc
  .tuple(
    text,
    fc.nat(),
    fc.constantFrom(...'{}()|$.,:="`\'-+ \tax0_\\/*'.split('')),
    fc.constantFrom('insert', 'remove', 'replace'),
  )
  .map(([whole, at, character, how]) => {
    const index = whole.length === 0 ? 0 : at % whole.length;
    return (
      whole.slice(0, index) +
      (how === 'remove' ? '' : character) +
      whole.slice(how === 'insert' ? index : index + 1)
    );
  });
