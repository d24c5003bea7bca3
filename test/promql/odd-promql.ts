import fc, { type Arbitrary } from '../support/fast-check';

/**
 * Texts of PromQL that lean on syntax few people write: keywords as names, names in quotes, numbers in all forms,
 * durations as numbers, escapes of the three quotes, comments, subqueries with shifts, groups before and behind.
 */
const of = (...texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts);
const words = (texts: string): Arbitrary<string> => of(...texts.split(' '));
const joined = (...parts: readonly Arbitrary<string>[]): Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const maybe = (part: Arbitrary<string>): Arbitrary<string> => fc.oneof(of('', '', ''), part);
const listed = (item: Arbitrary<string>, maxLength: number): Arbitrary<string> =>
  fc.tuple(fc.array(item, { maxLength }), of('', '', ',')).map(([items, end]) => items.join(', ') + end);

const number = words(
  '0 1 0x1f 0X_1 1e3 1E+3 1e-3 Inf inf +Inf -inf NaN nan .5 5. 00 010 0b1 0o7 1_0 5m 1h30m 1.5h 0x1p3 1h_',
);
const duration = of(
  ...'5m 1h30m 300 5 0x1f 1.5 -5m 5m30s 30s5m 5M 1w2d 1ms 1y (5m) step() 0 1e3 1m0s 0m'.split(' '),
  '5m + 1m',
  '2 * 5m',
);
const keyword = words(
  'by without on ignoring group_left bool offset start end step sum count and or unless inf nan atan2 rate topk smoothed anchored fill range limitk info time quantile group SUM By',
);
const name = fc.oneof(words('up a a:b :a _x'), words('up a a:b :a _x'), keyword);
const text = of(
  ...['"x"', "'y'", '`z`', '""', "''", '``', '"é"', '"a b"', '"a.b"', '"5.."', '"("', '"(?i)x"', '".*"'],
  ...['`a\\d`', '"a\\d"', '"\\x41"', '"\\101"', '"\\u0041"', '"\\U0001F600"', '"\\400"', '"\\u{41}"'],
  ...["'\\''", "'\\\"'", '"\\\'"', '"a\\tb"', '"\\a\\b\\f\\v"', '"a\nb"', '`a\nb`', "'a\"b'", '"\\\\d+"'],
);
const label = fc.oneof(
  words('job le __name__ _a a1'),
  keyword,
  of('"job"', '"a.b"', "'c d'", '`e`', '"é"', '1a', 'a-b', 'a:b', 'a.b'),
);
const matcher = fc.oneof(joined(label, words('= != =~ !~ =='), text), text);
const shift = of(
  '',
  '',
  ...[
    ' offset 5m',
    ' offset -5m',
    ' offset 300',
    ' offset (5m)',
    ' offset +5m',
    ' offset - 5m',
    ' OFFSET 5m',
  ],
  ...[' @ 100', ' @ 1e3', ' @ -1.5', ' @ start()', ' @ END()', ' @ start ( )', ' @ 0x1f', ' @ Inf', ' @ 5m'],
  ...[' offset 5m @ 100', ' @ 100 offset 5m', ' @ 1 @ 2', ' offset 1m offset 2m', ' offset step()'],
);
const braces = joined(of('{'), listed(matcher, 3), of('}', '}', ' or }', ',}'));
const selector = fc.oneof(
  name,
  joined(name, braces),
  braces,
  of('{"up"}', '{"a.b",job="x"}', '{"up",__name__="x"}'),
);
const range = fc.oneof(
  joined(selector, of('['), duration, of(']'), shift),
  joined(selector, shift, of('['), duration, of(']')),
);
const blank = of('', ' ', '\n', '\t', ' # a comment\n');
const grouping = joined(words('by without BY Without'), blank, of('('), listed(label, 3), of(')'));
const matching = maybe(
  joined(
    words('on ignoring ON'),
    of(' ('),
    listed(label, 2),
    of(') '),
    maybe(
      joined(words('group_left group_right GROUP_LEFT'), maybe(joined(of(' ('), listed(label, 2), of(')')))),
    ),
  ),
);

/** What each has a rule of its own for. */
const SINGLE = of(
  ...[
    'time()',
    'pi()',
    'hour()',
    'time(1)',
    'vector()',
    'absent()',
    'start()',
    'step()',
    'range()',
    '()',
    '',
  ],
  ...[
    'round(up)',
    'round(up, 5)',
    'info(up)',
    'sort_by_label(up, "a")',
    'histogram_stddev(up)',
    'up fill (0)',
  ],
  ...['rate(up[5m] smoothed)', 'rate(up[5m] anchored)', 'up + fill_left(1) up', 'first_over_time(up[5m])'],
  ...['sum(up) by (job) without (x)', 'sum by (job) (up) by (x)', 'up by (job)', 'sum by job (up)'],
  ...['count_values("a b", up)', '"x"', '"x" == "y"', 'up == "x"', 'up[5m:1m]', 'up[5m][5m]', 'up[5m:][5m:]'],
  ...[
    'up [ 5m ]',
    'up[5m : 1m]',
    'up{,}',
    'up{job="x" job="y"}',
    'up{}{}',
    '1 +',
    '1 1',
    'up up',
    'up;',
    '# up',
  ],
);

const { expr } = fc.letrec<{ readonly expr: string }>((tie) => {
  const inner = tie('expr');
  return {
    expr: fc.oneof(
      { depthIdentifier: 'odd', depthSize: 'small', maxDepth: 4 },
      joined(selector, shift),
      number,
      SINGLE,
      joined(
        words('rate avg_over_time changes absent_over_time resets mad_over_time'),
        of('('),
        range,
        of(')'),
      ),
      joined(of('quantile_over_time(0.5, ', 'predict_linear(1, '), range, of(')')),
      joined(
        of('max_over_time(('),
        inner,
        of(')['),
        duration,
        of(':'),
        maybe(duration),
        of(']'),
        shift,
        of(')'),
      ),
      joined(of('('), inner, of(')'), shift),
      joined(words('sum avg group Sum'), of(' '), grouping, blank, of('('), inner, of(')')),
      joined(words('sum count MAX'), of('('), inner, of(')', ',)', ')'), blank, maybe(grouping)),
      joined(
        words('topk quantile limitk count_values'),
        of('('),
        fc.oneof(number, text, inner),
        of(', '),
        inner,
        of(')'),
      ),
      joined(inner, of(' '), words('+ - * / % ^ atan2 ATAN2'), of(' '), matching, of(' '), inner),
      joined(inner, of(' '), words('== != > < >='), of('', ' bool'), of(' '), matching, of(' '), inner),
      joined(inner, of(' '), words('and or unless Or'), of(' '), matching, of(' '), inner),
      joined(of('-', '+', '--', '- '), inner),
    ),
  };
});

/** About a third of them is valid. */
export const oddPromql: Arbitrary<string> = expr;
