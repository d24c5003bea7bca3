import fc, { type Arbitrary } from '../support/fast-check';
import {
  AGGREGATORS,
  ARITHMETIC,
  COMPARISONS,
  SET_OPERATORS,
  type Aggregator,
  type BinaryOperator,
  type Expr,
  type Matcher,
  type Matching,
  type RangeSelector,
  type Selector,
  type TimeShift,
} from '../../src/promql/expr';
import { FUNCTIONS, type Signature, type ValueType } from '../../src/promql/functions';

/** Texts that have to be escaped, or that look like something else. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\t', '\0', '\x7f', '\x85', '\u2028', '\u2029', '\ufeff', '\uffff'),
  }),
  fc.string({ unit: fc.constantFrom('"', "'", '`', '\\', 'n', '#', '{', '}', '$', '%', ' ', 'ü', '💥') }),
);

const REGEXES = String.raw`.+ .* 5.. a|b \d{3} [^"\\] (?i)x /orders/.* a\.b \x{1F4A5} " ^a$`.split(' ');
const regex = fc.constantFrom('', ...REGEXES);

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity, 0.1 + 0.2, 1e21, 5e-324, 2 ** 53, 1e-7),
);

/** In seconds, whole milliseconds, up to four years. */
const length = fc
  .oneof(
    fc.constantFrom(1, 1000, 60_000, 90_000, 300_000, 3_600_000, 86_400_000, 604_800_000, 31_536_000_000),
    fc.integer({ min: 1, max: 126_230_400_000 }),
  )
  .map((milliseconds) => milliseconds / 1000);

const METRICS = 'up a:b:c : _ rate sum by and without start end e1 time step fill'.split(' ');
const LABELS = 'a le _ on by sum bool offset group_left rate'.split(' ');
const metricName = fc.constantFrom(...METRICS);
const labelName = fc.constantFrom(...LABELS);
const labels = fc.uniqueArray(labelName, { maxLength: 3 });

const matcher: Arbitrary<Matcher> = fc.oneof(
  fc.record({ label: labelName, operator: fc.constantFrom('=', '!='), value: text }),
  fc.record({ label: labelName, operator: fc.constantFrom('=~', '!~'), value: regex }),
);

const shift: Arbitrary<TimeShift> = fc.record(
  {
    offset: fc.oneof(
      length,
      length.map((seconds) => -seconds),
    ),
    at: fc.oneof(fc.constantFrom('start', 'end'), fc.double({ min: -1e15, max: 1e15, noNaN: true })),
  },
  { requiredKeys: [] },
);
const rarely = <T extends object>(arbitrary: Arbitrary<T>): Arbitrary<T | Record<never, never>> =>
  fc.oneof({ arbitrary: fc.constant({}), weight: 3 }, { arbitrary, weight: 1 });

const selector: Arbitrary<Selector> = fc
  .tuple(
    fc.oneof(
      fc.record({ name: metricName, matchers: fc.array(matcher, { maxLength: 3 }) }),
      // Without a name, something has to keep it from selecting everything.
      fc.record({
        matchers: fc
          .array(matcher, { maxLength: 2 })
          .map((more): Matcher[] => [{ label: '__name__', operator: '=~', value: 'a|b' }, ...more]),
      }),
    ),
    rarely(shift),
  )
  .map(([what, when]) => ({ node: 'selector', ...what, ...when }));

const rangeSelector: Arbitrary<RangeSelector> = fc.record({
  node: fc.constant('range'),
  selector,
  window: length,
});

const named = fc.constantFrom('left' as const, 'right' as const);
const joinLabels: Arbitrary<Matching> = fc.record({ mode: fc.constantFrom('on', 'ignoring'), labels });
const groupedJoin: Arbitrary<Matching> = fc
  .tuple(joinLabels, named, labels)
  // A label in both lists is refused.
  .map(([join, side, include]) => ({
    ...join,
    group: { side, include: include.filter((label) => !join.labels.includes(label)) },
  }));
const matching = (grouped: boolean): Arbitrary<{ readonly matching?: Matching }> =>
  rarely(fc.record({ matching: grouped ? fc.oneof(joinLabels, groupedJoin) : joinLabels }));
const bool = rarely(fc.constant({ bool: true as const }));

const PARAMETERS: Partial<Record<Aggregator, ValueType>> = {
  count_values: 'string',
  topk: 'scalar',
  bottomk: 'scalar',
  quantile: 'scalar',
};

type ByType = { readonly [type in ValueType]: Arbitrary<Expr> };
type Part = Arbitrary<Partial<Expr>>;

/** Expressions that Prometheus loads, by the type of their value, from every node and every function. */
const expressions: ByType = fc.letrec<{ readonly [type in ValueType]: Expr }>((tie) => {
  const of: ByType = {
    scalar: tie('scalar'),
    vector: tie('vector'),
    string: tie('string'),
    range: tie('range'),
  };
  const branches = { depthIdentifier: 'expr', depthSize: 'medium', maxDepth: 5 } as const;
  return {
    string: text.map((value): Expr => ({ node: 'string', value })),
    scalar: fc.oneof(
      branches,
      number.map((value): Expr => ({ node: 'number', value })),
      negation(of.scalar),
      binary(ARITHMETIC, of.scalar, of.scalar),
      binary(COMPARISONS, of.scalar, of.scalar, fc.constant({ bool: true })),
      calls('scalar', of),
    ),
    vector: fc.oneof(
      branches,
      selector,
      negation(of.vector),
      ...[
        [of.scalar, of.vector],
        [of.vector, of.scalar],
      ].flatMap(([left, right]) => [
        binary(ARITHMETIC, left!, right!),
        binary(COMPARISONS, left!, right!, bool),
      ]),
      binary(ARITHMETIC, of.vector, of.vector, matching(true)),
      binary(COMPARISONS, of.vector, of.vector, bool, matching(true)),
      binary(SET_OPERATORS, of.vector, of.vector, matching(false)),
      aggregation(of),
      calls('vector', of),
    ),
    range: fc.oneof(branches, rangeSelector, subquery(of.vector)),
  };
});

/** What a rule can hold. */
export const ruleExpression: Arbitrary<Expr> = fc.oneof(
  { arbitrary: expressions.vector, weight: 4 },
  { arbitrary: expressions.scalar, weight: 1 },
);

/** A call of one function, with all, the least and the most arguments that a signature allows. */
export function callsOf(name: string): Arbitrary<Expr> {
  return call(name, FUNCTIONS.get(name)!, expressions);
}

function negation(of: Arbitrary<Expr>): Arbitrary<Expr> {
  return of.map((expr): Expr => ({ node: 'negation', expr }));
}

function binary(
  operators: readonly BinaryOperator[],
  left: Arbitrary<Expr>,
  right: Arbitrary<Expr>,
  ...parts: readonly Part[]
): Arbitrary<Expr> {
  const plain = fc.record({
    node: fc.constant('binary' as const),
    operator: fc.constantFrom(...operators),
    left,
    right,
  });
  return fc.tuple(plain, ...parts).map(([expr, ...more]) => Object.assign({}, expr, ...more) as Expr);
}

function aggregation(of: ByType): Arbitrary<Expr> {
  const mode = fc.constantFrom('by' as const, 'without' as const);
  const grouping = rarely(fc.record({ grouping: fc.record({ mode, labels }) }));
  return fc.oneof(
    ...AGGREGATORS.map((operator) => {
      const type = PARAMETERS[operator];
      const parameter = type === undefined ? fc.constant({}) : fc.record({ parameter: of[type] });
      return fc
        .tuple(grouping, parameter, of.vector)
        .map(([by, given, expr]): Expr => ({ node: 'aggregation', operator, ...by, ...given, expr }));
    }),
  );
}

function subquery(vector: Arbitrary<Expr>): Arbitrary<Expr> {
  return fc
    .tuple(vector, length, rarely(fc.record({ step: length })), rarely(shift))
    .map(([expr, window, step, when]): Expr => ({ node: 'subquery', expr, window, ...step, ...when }));
}

function calls(returns: ValueType, of: ByType): Arbitrary<Expr> {
  const matching = [...FUNCTIONS].filter(([, signature]) => signature.returns === returns);
  return fc.oneof(...matching.map(([name, signature]) => call(name, signature, of)));
}

function call(name: string, signature: Signature, of: ByType): Arbitrary<Expr> {
  return fc
    .oneof(...argumentLists(signature).map((types) => fc.tuple(...types.map((type) => of[type]))))
    .map((args): Expr => ({ node: 'call', name, args }));
}

/** Types of the arguments that a function may be given: all, without the optional ones, and with more of the last. */
function argumentLists({ args, optional = 0, variadic }: Signature): readonly (readonly ValueType[])[] {
  return [
    args,
    ...(optional > 0 ? [args.slice(0, -optional)] : []),
    ...(variadic ? [[...args, args.at(-1)!]] : []),
  ];
}
