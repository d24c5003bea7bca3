import fc from '../support/fast-check';
import { formatOf, parsePage } from '../../src/exposition/parse';
import type { PageFormat } from '../../src/exposition/page';
import { structureDefects } from '../../src/exposition/structure';

const plain = (text: string, format?: PageFormat) =>
  parsePage(text, format).families.map(({ samples, ...family }) => ({
    ...family,
    samples: samples.map(({ labels, ...sample }) => ({ ...sample, labels: Object.fromEntries(labels) })),
  }));

test('a text page becomes families with their samples', () => {
  expect(
    plain(
      [
        '# HELP a_total What it\\nis, \\\\ or "not"',
        '# TYPE a_total counter',
        'a_total{path="C:\\\\x",say="\\"hi\\"\\n"} 1e3 1500',
        'b{__proto__="x"} -Inf',
        '',
      ].join('\n'),
    ),
  ).toEqual([
    {
      name: 'a_total',
      type: 'counter',
      help: 'What it\nis, \\ or "not"',
      line: 1,
      samples: [
        {
          name: 'a_total',
          labels: { path: 'C:\\x', say: '"hi"\n' },
          value: 1000,
          timestampSeconds: 1.5,
          typeAbove: 'counter',
          line: 3,
        },
      ],
    },
    {
      name: 'b',
      type: 'unknown',
      line: 4,
      samples: [
        {
          name: 'b',
          labels: Object.fromEntries([['__proto__', 'x']]),
          value: -Infinity,
          typeAbove: 'counter',
          line: 4,
        },
      ],
    },
  ]);
});

test('an OpenMetrics page has units, exemplars and seconds', () => {
  const page = parsePage(
    [
      '# TYPE a_seconds histogram',
      '# UNIT a_seconds seconds',
      '# HELP a_seconds How long',
      'a_seconds_bucket{le="1.0"} 1 1.5 # {trace_id="x"} 0.5 2.5',
      'a_seconds_bucket{le="+Inf"} 1',
      'a_seconds_count 1',
      'a_seconds_sum 0.5',
      'a_seconds_created 1.7e9',
      '# EOF',
      '',
    ].join('\n'),
  );
  expect(page).toMatchObject({
    format: 'openmetrics',
    defects: [],
    families: [{ name: 'a_seconds', type: 'histogram', unit: 'seconds', help: 'How long' }],
  });
  expect(page.families).toHaveLength(1);
  expect(page.families[0]!.samples[0]).toEqual({
    name: 'a_seconds_bucket',
    labels: new Map([['le', '1.0']]),
    value: 1,
    timestampSeconds: 1.5,
    exemplar: { labels: new Map([['trace_id', 'x']]), value: 0.5, timestampSeconds: 2.5 },
    typeAbove: 'histogram',
    line: 4,
  });
});

test.each([
  ['text', '# TYPE a_total counter\na_total 1\n', ['a_total']],
  ['text', '# TYPE a counter\na_total 1\n', ['a']],
  ['openmetrics', '# TYPE a counter\na_total 1\n# EOF\n', ['a']],
  ['text', '# TYPE a summary\na{quantile="0.5"} 1\na_sum 1\na_count 1\n', ['a']],
  ['text', '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_created 1\n', ['a', 'a_created']],
  ['text', '# TYPE a gauge\na 1\na_count 1\n', ['a', 'a_count']],
] as const)('%s: %j is of the families %j', (format, text, names) => {
  expect(parsePage(text, format).families.map(({ name }) => name)).toEqual(names);
});

test('only OpenMetrics ends in # EOF', () => {
  expect(['# EOF\n', 'a 1\n# EOF', 'a 1\n', '# EOF\na 1\n', 'a 1# EOF\n'].map(formatOf)).toEqual([
    'openmetrics',
    'openmetrics',
    'text',
    'text',
    'text',
  ]);
});

const text = 'text' as const;
const om = 'openmetrics' as const;

test.each<[PageFormat, string, number, string, unknown, string]>([
  [
    text,
    'a 1\nb{c=d} 1\n',
    2,
    'no quoted value for the label c',
    'd} 1',
    'write c="value", with line breaks as \\n, " as \\" and \\ as \\\\',
  ],
  [
    text,
    'a{b="c",=} 1\n',
    1,
    'label name expected',
    '=} 1',
    'write label="value", with names of letters, digits and underscores',
  ],
  [text, 'a{b:"c"} 1\n', 1, '= expected after the label b', ':"c"} 1', 'write b="value"'],
  [text, 'a{b="c",b="d"} 1\n', 1, 'duplicate label', 'b', 'name each label once'],
  [
    text,
    'a{__name__="c"} 1\n',
    1,
    'the label __name__ is not allowed',
    '__name__',
    'write the name before the labels',
  ],
  [
    om,
    'a{b="c",} 1\n# EOF\n',
    1,
    'comma after the last label, which only Prometheus 3 reads',
    ',}',
    'leave it out in OpenMetrics',
  ],
  [om, 'a{b="c" 1\n# EOF\n', 1, 'labels are not closed', ' 1', 'separate labels by , and end with }'],
  [
    text,
    'a{b="c" d="e"} 1\n',
    1,
    'no comma between two labels',
    'd="e"} 1',
    'separate labels by commas: not every reader does without',
  ],
  [text, 'a{b="\\d"} 1\n', 1, 'unknown escape in a label value', '\\d', 'use only \\\\, \\" and \\n'],
  [
    text,
    '{"a.b"} 1\n',
    1,
    'name in quotes, which only Prometheus 3 reads',
    '"a.b"',
    'use letters, digits and underscores',
  ],
  [
    text,
    '<html>\n',
    1,
    'HTML rather than metrics',
    '<html>',
    'read the path of the metrics, which is mostly /metrics',
  ],
  [
    text,
    '{"status":"ok"}\n',
    1,
    'JSON rather than metrics',
    '{"status":"ok"}',
    'read the path of the metrics, such as /actuator/prometheus',
  ],
  [
    text,
    '\uFEFFa 1\n',
    1,
    'a byte order mark before the first line',
    '\\uFEFF',
    'write the page as UTF-8 without one',
  ],
  [text, '?\n', 1, 'neither a sample nor a comment', '?', 'write name{label="value"} 1, or # and a text'],
  [text, 'a-b{c="d"} 1\n', 1, 'the metric name contains -', 'a-b', 'write a_b'],
  [om, 'a.b.c 1\n# EOF\n', 1, 'the metric name contains .', 'a.b.c', 'write a_b_c'],
  [text, 'a 0,5\n', 1, 'the value is not a number', '0,5', 'write 0.5'],
  [
    text,
    'a_bucket{le="1"} 1 # {id="x"} 0.5\n',
    1,
    'an exemplar, which only OpenMetrics has',
    '# {id="x"} 0.5',
    'leave exemplars out of the text format, or answer with Content-Type application/openmetrics-text and end the page in # EOF',
  ],
  [
    om,
    'a_bucket{le="1"} 1 # 0.5 1.5\n# EOF\n',
    1,
    'the exemplar has no labels',
    ' # 0.5 1.5',
    'write # {} 0.5 1.5',
  ],
  [text, 'a\n', 1, 'no value', '', 'write one number behind one blank'],
  [text, 'a one\n', 1, 'the value is not a number', 'one', 'write a decimal number, +Inf, -Inf or NaN'],
  [
    text,
    'a 1\r\n',
    1,
    'the value is not a number',
    '1\r',
    'end lines in \\n alone: a carriage return becomes part of what is before it',
  ],
  [
    text,
    'a 1 1.5\n',
    1,
    'the timestamp is not a whole number from 0',
    '1.5',
    'give Unix milliseconds, or better none',
  ],
  [
    om,
    'a 1 x\n# EOF\n',
    1,
    'the timestamp is not a number',
    'x',
    'write a decimal number, +Inf, -Inf or NaN',
  ],
  [text, 'a 1 2 3\n', 1, 'unexpected text after the sample', ' 3', 'end the line there'],
  [
    text,
    'a 1 \n',
    1,
    'blank at the end of the line',
    ' ',
    'end it behind the number: not every reader takes more',
  ],
  [
    text,
    'a 1',
    1,
    'the last line does not end in a line break',
    'a 1',
    'end every line in \\n: not every reader takes the last one without',
  ],
  [
    om,
    `a_total 1 # {t="${'x'.repeat(128)}"} 1\n# EOF\n`,
    1,
    'exemplar of more than 128 characters',
    129,
    'keep only the id of the trace',
  ],
  [
    om,
    '# TYPE a counter\na_total 1 # {t="x"}\n# EOF\n',
    2,
    'no value of the exemplar',
    '',
    'write one number behind one blank',
  ],
  [om, '# hand\n# EOF\n', 1, 'OpenMetrics has no comments', '# hand', 'leave it out'],
  [om, 'a 1\n\n# EOF\n', 2, 'OpenMetrics does not allow empty lines', '', 'leave it out'],
  [om, '# EOF\na 1\n', 2, 'text after # EOF', 'a 1', 'end the page there'],
  [
    om,
    'a 1\n',
    1,
    'the page does not end in # EOF',
    undefined,
    'end an OpenMetrics page in # EOF: without it, Prometheus takes it for cut off',
  ],
  [text, '# TYPE 1 gauge\n', 1, 'no metric name after TYPE', '1 gauge', 'write # TYPE name ...'],
  [text, '# TYPE a-b gauge\n', 1, 'unexpected text after the metric name', '-b gauge', 'write # TYPE a ...'],
  [
    text,
    '# TYPE a info\n',
    1,
    'unknown type in the text format',
    'info',
    'use one of counter, gauge, histogram, summary, untyped',
  ],
  [
    om,
    '# TYPE a untyped\n# EOF\n',
    1,
    'unknown type in OpenMetrics',
    'untyped',
    'use one of counter, gauge, histogram, summary, unknown, info, stateset, gaugehistogram',
  ],
  [om, '# UNIT a seconds\n# EOF\n', 1, 'the name does not end in its unit', 'a', 'end the name in _seconds'],
  [text, '# TYPE a gauge\n# TYPE a gauge\n', 2, 'second TYPE for a metric', 'a', 'give each one'],
  [text, '# HELP a x\n# HELP a y\n', 2, 'second HELP for a metric', 'a', 'give each one'],
  [
    text,
    'a 1\n# TYPE a gauge\n',
    2,
    'the TYPE of a metric comes after its samples',
    'a',
    'put it before them',
  ],
])('%s: %j: line %d %s', (format, page, line, message, found, fix) => {
  expect(parsePage(page, format).defects).toEqual([
    {
      line,
      message,
      found,
      fix,
      refused: expect.any(Boolean),
      ...(message.endsWith('only Prometheus 3 reads') ? { since3: true } : {}),
    },
  ]);
});

test('a line that is refused does not hide the others, and a page of something else is left after ten', () => {
  expect(parsePage('a 1\nb\nc 1\nd\n').defects.map(({ line }) => line)).toEqual([2, 4]);
  expect(parsePage('<p>\n'.repeat(1000)).defects).toHaveLength(10);
});

test.each<[string, string, PageFormat, number, string, unknown, string]>([
  [
    'a series twice',
    'a{b="c",d="e"} 1\na{d="e",b="c"} 2\n',
    text,
    2,
    'repeats the series of line 1, so that Prometheus drops one',
    'a',
    'add them up',
  ],
  [
    'a negative counter',
    '# TYPE a_total counter\na_total -1\n',
    text,
    2,
    'a count must be a finite number from 0',
    -1,
    'use a gauge for what can go below 0',
  ],
  [
    'a histogram without +Inf',
    '# TYPE a histogram\na_bucket{le="1"} 1\na_count 1\n',
    text,
    2,
    'the last bucket of the histogram is not +Inf',
    1,
    'add the bucket le="+Inf": without it no quantile can be computed',
  ],
  [
    'buckets that fall',
    '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_count 1\n',
    text,
    3,
    'the bucket counts less than the one below it, on line 2',
    1,
    'count every observation in all buckets that are wide enough',
  ],
  [
    'a count that differs',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 2\n',
    text,
    3,
    'the count differs from the bucket le="+Inf" on line 2',
    2,
    'write both from one snapshot',
  ],
  [
    'a bucket without bound',
    '# TYPE a histogram\na_bucket{le="x"} 1\na_bucket{le="+Inf"} 1\na_count 1\n',
    text,
    2,
    'bucket without a bound',
    'x',
    'give it the label le with a number',
  ],
  [
    'a counter without _total',
    '# TYPE a counter\na 1\n# EOF\n',
    om,
    2,
    'the name does not have a suffix of a counter',
    'a',
    'name it a_total',
  ],
  [
    'a counter that is declared with _total',
    '# TYPE a_total counter\na_total 1\n# EOF\n',
    om,
    2,
    'OpenMetrics declares a counter without _total, which only its samples have',
    'a_total',
    'write # TYPE a counter',
  ],
  [
    'a histogram with a plain series',
    '# TYPE a histogram\na 1\n',
    text,
    2,
    'the name does not have a suffix of a histogram',
    'a',
    'declare the type that it has, or use a client library',
  ],
  [
    'families in pieces',
    'a 1\nb 1\na{c="d"} 1\n# EOF\n',
    om,
    3,
    'the series of a metric are not written together',
    'a',
    'write all series of a metric together',
  ],
])('%s contradicts itself', (_what, page, format, line, message, found, fix) => {
  expect(structureDefects(parsePage(page, format))).toEqual([{ line, message, found, fix, refused: false }]);
});

test('a page that is right has no defect of structure', () => {
  const page = '# TYPE a histogram\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 2\na_count 2\na_sum 3\nb NaN\n';
  expect(structureDefects(parsePage(page))).toEqual([]);
});

const token = fc.constantFrom(
  ...[
    '# ',
    'HELP ',
    'TYPE ',
    'EOF',
    'a',
    '_total',
    '{',
    '}',
    'b',
    '=',
    '"',
    '\\',
    ',',
    ' ',
    '\n',
    '1',
    'NaN',
    'le',
    '\t',
    'histogram',
  ],
);

test.each([text, om])('%s: whatever the page is, it is read without an error', (format) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token).map((parts) => parts.join('')),
      ),
      (page) => {
        const read = parsePage(page, format);
        const lines = page.split('\n').length;
        for (const { line } of [...read.defects, ...structureDefects(read)])
          expect(line >= 1 && line <= lines).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('what was written is read back', () => {
  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
  const sample = fc.record({
    name,
    labels: fc.dictionary(
      name.filter((label) => label !== '__name__'),
      fc.string({ unit: 'grapheme' }),
    ),
    value: fc.double(),
  });
  fc.assert(
    fc.property(sample, ({ name, labels, value }) => {
      const quote = (text: string) =>
        text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${quote(text)}"`);
      const shown =
        Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
      const { families, defects } = parsePage(`${name}{${pairs.join(',')}} ${shown}\n`);
      expect(defects).toEqual([]);
      expect(families[0]!.samples[0]).toMatchObject({ name, labels: new Map(Object.entries(labels)) });
      expect(families[0]!.samples[0]!.value === value || Number.isNaN(value)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a quote within a label value ends it', () => {
  const { defects } = parsePage('a{b="say "hi""} 1\n');
  expect(defects.filter(({ refused }) => refused)).toEqual([
    {
      line: 1,
      message: 'a quote within a label value ends it',
      found: 'hi',
      fix: 'write \\" for a quote in a value',
      refused: true,
    },
  ]);
  for (const [page, fix] of [
    ['a{b="Book 14" red R/W",c="d"} 1\n', 'write \\" for a quote in a value'],
    ['a{b="C:\\", c="d"} 1\n', 'write \\" for a quote in a value, and \\\\ for a backslash at its end'],
  ] as const)
    expect(parsePage(page).defects.find(({ refused }) => refused)).toMatchObject({
      message: 'a quote within a label value ends it',
      fix,
    });
  expect(parsePage('a{b="x" c} 1\n').defects.map(({ message }) => message)).toContain(
    '= expected after the label c',
  );
});

test('a sign right behind a name starts the value', () => {
  expect(parsePage('a+5\n').families.map(({ name, samples }) => [name, samples[0]?.value])).toEqual([
    ['a', 5],
  ]);
});
