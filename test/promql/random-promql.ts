import fc, { type Arbitrary } from '../support/fast-check';

/**
 * Texts of PromQL as a grammar writes them, token by token, with every way to write a token. Types mostly fit, because
 * each part is generated for the type that it needs.
 */
export type Tokens = readonly string[];

const of = (...texts: readonly string[]): Arbitrary<Tokens> =>
  fc.constantFrom(...texts).map((text) => [text]);
const rarely = (part: Arbitrary<Tokens>): Arbitrary<Tokens> =>
  fc.oneof({ arbitrary: fc.constant<Tokens>([]), weight: 3 }, { arbitrary: part, weight: 1 });

/** One after another; a text is a token. */
function all(...parts: readonly (string | Arbitrary<Tokens>)[]): Arbitrary<Tokens> {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant<Tokens>([part]) : part)))
    .map((tokens) => tokens.flat());
}

/** With commas between them. */
const list = (item: Arbitrary<Tokens>, maxLength: number): Arbitrary<Tokens> =>
  fc
    .tuple(fc.array(item, { maxLength }), fc.boolean())
    .map(([items, comma]) => [
      ...items.flatMap((each, index) => (index === 0 ? each : [',', ...each])),
      ...(comma && items.length > 0 ? [','] : []),
    ]);

/** Texts that every Prometheus takes there, and now and then others. */
const mostly = (taken: string, others: string): Arbitrary<Tokens> =>
  fc.oneof(
    { arbitrary: of(...taken.split(' ')), weight: 30 },
    { arbitrary: of(...others.split(' ')), weight: 1 },
  );
const number = mostly(
  '0 5 1. .5 1e3 1.e3 1.5E-2 0x1F 0X1f 017 08 Inf iNf NaN',
  '1_000 0x_1f 1__0 1e999 5m 300y 1e3. 0x1.',
);
const duration = mostly('5m 1h30m 90s 1y 1d12h 100ms', '0s 300 1. 300y 0 1e9 1e10 1_0 1h1h 5M');
const label = mostly('a le _x on by sum offset start rate ignoring', 'bool inf a:b');
const name = of('up', 'a:b', 'http_requests_total', 'rate', 'sum', 'by', 'start', 'end', 'step', 'range');
const text = mostly(
  String.raw`"x" 'y' \x60z\x60 "\n\u00fc" "ü" "5.." "a|b" "\ufffd" "\xe2\x82\xac"`.replaceAll(
    String.raw`\x60`,
    '`',
  ),
  String.raw`"" "\d" "(" "\'" "\xff" '\ud800' "x ` + '\ufffd',
);
const matcher = all(label, of('=', '!=', '=~', '!~'), text);
const braces = all('{', list(matcher, 3), '}');
const shift = fc.oneof(
  all('offset', rarely(of('-', '+')), duration),
  all(
    '@',
    fc.oneof(
      all(rarely(of('-', '+')), mostly('0 5 1. .5 1.e3 0X1f 017', 'Inf NaN 1e300 5m')),
      all(of('start', 'end'), '(', ')'),
    ),
  ),
);
/** Suffixes in any order. */
const shifts = fc.tuple(rarely(shift), rarely(shift)).map((parts): Tokens => parts.flat());
const selector = all(name, rarely(braces));
const labels = all('(', list(label, 3), ')');

const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'] as const;
const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='] as const;
const bool = rarely(of('bool', 'BOOL'));
const matching = rarely(
  all(of('on', 'ignoring', 'ON'), labels, rarely(all(of('group_left', 'group_right'), rarely(labels)))),
);
const grouping = all(of('by', 'without', 'BY'), labels);

const OF_RANGE = mostly(
  'rate increase changes max_over_time absent_over_time deriv',
  'mad_over_time first_over_time',
);
const OF_VECTOR = mostly('abs ceil absent sort timestamp histogram_count', 'histogram_avg info RATE abss');

type ByType = { readonly [type in 'scalar' | 'vector' | 'range']: Tokens };

const expressions = fc.letrec<ByType>((tie) => {
  const [scalar, vector, range] = [tie('scalar'), tie('vector'), tie('range')];
  const branches = { depthIdentifier: 'tokens', depthSize: 'small', maxDepth: 4 } as const;
  const aggregation = (operators: Arbitrary<Tokens>, ...args: readonly (string | Arbitrary<Tokens>)[]) => [
    all(operators, grouping, '(', ...args, ')'),
    all(operators, '(', ...args, ')', rarely(grouping)),
  ];
  return {
    scalar: fc.oneof(
      branches,
      number,
      all(of('-', '+'), scalar),
      all('(', scalar, ')'),
      all(scalar, of(...ARITHMETIC), scalar),
      all(scalar, of(...COMPARISONS), 'bool', scalar),
      all('scalar', '(', vector, ')'),
      of('time', 'pi').chain(([call]) => fc.constant<Tokens>([call!, '(', ')'])),
    ),
    vector: fc.oneof(
      branches,
      all(selector, shifts),
      all(braces, shifts),
      all(of('-', '+'), vector),
      all('(', vector, ')'),
      all(vector, of(...ARITHMETIC), matching, vector),
      all(vector, of(...COMPARISONS), bool, matching, vector),
      all(vector, of('and', 'or', 'unless', 'AND'), rarely(all(of('on', 'ignoring'), labels)), vector),
      all(vector, of(...ARITHMETIC), scalar),
      all(scalar, of(...COMPARISONS), bool, vector),
      all(OF_RANGE, '(', range, ')'),
      all(OF_VECTOR, '(', vector, ')'),
      all('histogram_quantile', '(', scalar, ',', vector, ')'),
      all('label_replace', '(', vector, ',', text, ',', text, ',', text, ',', text, ')'),
      all('clamp', '(', vector, ',', scalar, ',', scalar, ')'),
      ...aggregation(of('sum', 'MAX', 'count', 'stddev', 'group'), vector),
      ...aggregation(mostly('topk quantile', 'limitk'), scalar, ',', vector),
      ...aggregation(of('count_values'), text, ',', vector),
    ),
    range: fc.oneof(
      branches,
      all(
        selector,
        rarely(all('@', of('start', 'end'), '(', ')')),
        '[',
        duration,
        ']',
        rarely(all('offset', duration)),
      ),
      all(selector, shifts, '[', duration, ']', shifts),
      all(selector, '[', duration, ']', shifts),
      all(vector, '[', duration, ':', rarely(duration), ']', shifts),
      all('(', range, ')'),
    ),
  };
});

const written: Arbitrary<Tokens> = fc.oneof(
  { arbitrary: expressions.vector, weight: 4 },
  { arbitrary: expressions.scalar, weight: 1 },
  { arbitrary: expressions.range, weight: 1 },
);

/** What is inserted: tokens of every kind, and text that is no token of the language. */
const ODD = `( ) [ ] { } , : = =~ == ! ~ @ offset by on bool group_left start end sum rate up 5m 5 1. .. -
  + ^ or "x" ' # $ ; ü a.b 1.5m 0x _`
  .trim()
  .split(/\s+/);

const position = fc.nat({ max: 1000 });
const mutation = fc.oneof(
  position.map(
    (at) =>
      (tokens: Tokens): Tokens =>
        tokens.toSpliced(at % tokens.length, 1),
  ),
  position.map((at) => (tokens: Tokens): Tokens => {
    const index = at % tokens.length;
    const [token, next = ''] = tokens.slice(index);
    return tokens.toSpliced(index, 2, next, token!);
  }),
  position.map((at) => (tokens: Tokens): Tokens => {
    const index = at % tokens.length;
    return tokens.toSpliced(index, 0, tokens[index]!);
  }),
  fc.tuple(position, fc.constantFrom(...ODD)).map(
    ([at, odd]) =>
      (tokens: Tokens): Tokens =>
        tokens.toSpliced(at % (tokens.length + 1), 0, odd),
  ),
);

/** Words and numbers need a blank between them; elsewhere there may be one or none. */
function spaced(tokens: Tokens, blanks: boolean): string {
  return tokens.reduce((line, token) => {
    const needed = /[\w.:]$/.test(line) && /^[\w.:]/.test(token);
    return line + (needed || blanks ? ' ' : '') + token;
  }, '');
}

const spelled = (tokens: Arbitrary<Tokens>): Arbitrary<string> =>
  fc.tuple(tokens, fc.boolean()).map(([each, blanks]) => spaced(each, blanks).trim());

/** Expressions of the grammar. */
export const writtenPromql: Arbitrary<string> = spelled(written);

/** The same with a token deleted, swapped with the next, doubled or inserted. */
export const mutatedPromql: Arbitrary<string> = spelled(
  fc.tuple(written, mutation).map(([tokens, mutate]) => mutate(tokens)),
);
