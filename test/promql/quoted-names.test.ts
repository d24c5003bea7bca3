import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';
import { quotedMatchingLabels, quotedNames } from '../../src/promql/quoted-names';
import { tryParse } from '../../src/promql/try-parse';
import { ruleFailures } from '../../src/testing/rule-tests';
import { ENGINE } from '../support/engines';
import { refusedByPromtool } from './refused-by-promtool';

/** What is read, as it is printed, and the names of it that need quotes. */
const QUOTED: readonly (readonly [text: string, printed: string, names: readonly string[]])[] = [
  ['{"http.server.duration"}', '{"http.server.duration"}', ['http.server.duration']],
  ['{a="b","c.d"}', '{"c.d", a="b"}', ['c.d']],
  ["{'é', a='b'}", '{"é", a="b"}', ['é']],
  ['{"a\\"b"}[5m] offset 1m', '{"a\\"b"}[5m] offset 1m', ['a"b']],
  ['{"a"}', 'a', []],
  ['a{"b.c"=~"d|e", "f"!="g"}', 'a{"b.c"=~"d|e", f!="g"}', ['b.c']],
  ['sum by ("a.b", "c") (d)', 'sum by ("a.b", c) (d)', ['a.b']],
  ['count without ("a.b") (d)', 'count without ("a.b") (d)', ['a.b']],
  ['a / on ("b.c") group_left ("d.e") f', 'a / on ("b.c") group_left ("d.e") f', ['b.c', 'd.e']],
  ['sum({"a.b"})', 'sum({"a.b"})', ['a.b']],
  ['{"a.b"="c"}', '{"a.b"="c"}', ['a.b']],
  ['a / ignoring ("b.c") d', 'a / ignoring ("b.c") d', ['b.c']],
  ['-rate({"a.b"}[5m]) + {"a.b"}', '-rate({"a.b"}[5m]) + {"a.b"}', ['a.b']],
  ['max_over_time({"a.b"}[1h:5m])', 'max_over_time({"a.b"}[1h:5m])', ['a.b']],
  ['label_replace(a, "b.c", "$1", "d", "(.*)") > 1', 'label_replace(a, "b.c", "$1", "d", "(.*)") > 1', []],
];

/** Without a range on the outside: a rule needs a vector. */
const asRule = (text: string): string => (text.includes('] offset') ? `rate(${text})` : text);

test.each(QUOTED)('%s is read, and printed as %s', (text, printed, names) => {
  const expr = parse(text);
  expect(print(expr)).toBe(printed);
  expect(parse(printed)).toEqual(expr);
  expect(quotedNames(expr)).toEqual(names);
});

test('labels in quotes that match vectors are told from those that select or group', () => {
  expect(
    quotedMatchingLabels(parse('sum by ("a.b") ({"c.d"}) / on ("e.f", g) group_left ("h.i") x')),
  ).toEqual(['e.f', 'h.i']);
});

test('a name before the braces and one in them is an error', () => {
  expect(tryParse('a{"b.c"}')).toEqual({ error: 'duplicate metric name (column 3)' });
});

test('Prometheus 3 reads what is printed, and Prometheus 2 all of it but names in quotes', async () => {
  const printed = QUOTED.map(([, text]) => asRule(text));
  const refused = QUOTED.filter(([, , names]) => names.length > 0).map(([, text]) => asRule(text));
  expect(await refusedByPromtool(printed)).toEqual(ENGINE.version[0] < 3 ? refused : []);
});

test('Prometheus 3.5 loads rules that match by names in quotes, and fails to evaluate these alone', async () => {
  const exprs = [
    'x / on ("a.b") y',
    'x and ignoring ("a.b") y',
    'x * on (c) group_left ("a.b") y',
    'x{"a.b"="1"}',
    'sum by ("a.b") (x)',
    'sum without ("a.b") (x)',
    'x / on (c) y',
  ];
  const series = (name: string) => ({ series: `${name}{c="2"}`, values: '1x5' });
  const failures = await ruleFailures({
    groups: [
      { name: 'g', interval: '1m', rules: exprs.map((expr, index) => ({ record: `r:${index}:g`, expr })) },
    ],
    interval: '1m',
    cases: [
      {
        name: 'all',
        inputSeries: [series('x'), series('y')],
        queries: [{ expr: 'x', at: '1m', expected: [{ labels: 'x{c="2"}', value: 1 }] }],
      },
    ],
  });
  // Prometheus 2 rejects the file.
  const failing = exprs.filter((_, index) => failures.get('all')!.includes(`rule: r:${index}:g,`));
  expect(failing).toEqual(
    ENGINE.version[0] < 3 ? [] : exprs.filter((expr) => quotedMatchingLabels(parse(expr)).length > 0),
  );
  expect(failures.size).toBe(1);
});
