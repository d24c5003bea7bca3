import { valueType } from './check';
import { Chain, type Joint } from './chain';
import {
  AGGREGATORS,
  type Aggregation,
  type Aggregator,
  type BinaryOperator,
  type Expr,
  type Matching,
} from './expr';
import { experimentalMessage, FUNCTIONS, NEWER_FUNCTIONS } from './functions';
import { Lengths } from './lengths';
import { PRECEDENCE } from './precedence';
import { Selectors } from './selectors';
import { Source, UNSUPPORTED, type Token } from './source';
import { Suffixes } from './suffixes';

/**
 * Reads PromQL that comes from outside as Prometheus does, and then applies its type rules.
 * Names in quotes are read, although only Prometheus 3 does; {@link quotedNames} finds them.
 * @param resource what to name in an error, e.g. `PrometheusRule shop/payments`. @default 'PromQL'
 * @throws InvalidInput for text that Prometheus would not load, or that uses what else not every Prometheus since 2.42 reads
 * @example
 * print(parse('sum(rate(a_total[5m]))')) // sum(rate(a_total[5m]))
 */
export function parse(text: string, resource = 'PromQL'): Expr {
  const source = new Source(text, resource);
  const expr = new Reader(source).expr();
  source.end(expr);
  valueType(expr, resource);
  return expr;
}

const words = (...of: readonly string[]): ReadonlySet<string> => new Set(of);

const OPERATOR = /==|!=|<=|>=|<\/|>\/|[-+*/%^<>]/y;
const OPERATOR_WORDS = words('and', 'or', 'unless', 'atan2');
const MATCHING = words('on', 'ignoring');
const GROUP = words('group_left', 'group_right');
const GROUPING = words('by', 'without');
const BOOL = words('bool');
const NEWER_AGGREGATORS = words('limitk', 'limit_ratio');

/** Values that newer versions put in place of a partner that is missing. */
const FILL = /(?:fill(?:_left|_right)?\s*\(\s*[-+]?\s*[\w.]+\s*\)\s*)+/iy;

/** What stands in for an expression with a problem. */
const UNREAD: Expr = { node: 'number', value: 0 };

/** Words that end an operand wherever they stand. Other names that no query can contain are left to the type rules. */
const KEYWORDS = words('bool', 'ignoring', 'on', 'group_left', 'group_right', 'offset');

const isAggregator = (word: string): word is Aggregator => (AGGREGATORS as readonly string[]).includes(word);

type Grouping = NonNullable<Aggregation['grouping']>;

/** Reads one text. */
class Reader {
  private readonly lengths: Lengths;
  private readonly selectors: Selectors;
  private readonly suffixes: Suffixes;

  constructor(private readonly source: Source) {
    this.lengths = new Lengths(source);
    this.selectors = new Selectors(source);
    this.suffixes = new Suffixes(source, this.lengths);
  }

  /** An expression, up to where it cannot go on. */
  expr(): Expr {
    const chain = new Chain(this.source);
    let operator: Joint | undefined;
    do {
      if (operator !== undefined) chain.operator(operator);
      const sign = this.signs(chain);
      const from = this.source.here();
      const as = this.source.next() === '(' ? 'in brackets' : 'written';
      chain.operand({ expr: this.suffixes.behind(this.operand(sign), as, from), as, from });
      operator = this.operator();
    } while (operator !== undefined);
    return chain.end();
  }

  /** @returns the last one */
  private signs(chain: Chain): Token | undefined {
    let last: Token | undefined;
    for (let sign = this.source.sign(); sign !== undefined; sign = this.source.sign()) {
      chain.sign(sign);
      last = sign;
    }
    return last;
  }

  private operator(): Joint | undefined {
    const found = this.source.take(OPERATOR) ?? this.source.keyword(OPERATOR_WORDS);
    if (found === undefined) return undefined;
    const { text, from } = found;
    const isKnown = text in PRECEDENCE;
    if (!isKnown) this.source.unsupported(from, text);
    const operator = isKnown ? (text as BinaryOperator) : '<';
    const bool = this.source.keyword(BOOL);
    const matching = this.matching();
    const fill = this.source.take(FILL);
    if (fill !== undefined) this.source.unsupported(fill.from, fill.text.trim(), 'modifier fill');
    return { operator, ...(bool && { bool: true }), ...(matching && { matching }) };
  }

  private matching(): Matching | undefined {
    const mode = this.source.keyword(MATCHING);
    if (mode === undefined) return undefined;
    const labels = this.selectors.labels();
    const side = this.source.keyword(GROUP);
    if (side === undefined) return { mode: mode.text as Matching['mode'], labels };
    const include = this.source.next() === '(' ? this.selectors.labels() : [];
    return {
      mode: mode.text as Matching['mode'],
      labels,
      group: { side: side.text === 'group_left' ? 'left' : 'right', include },
    };
  }

  /** @param sign the last one in front of it */
  private operand(sign: Token | undefined): Expr {
    if (this.source.accept('(')) {
      const expr = this.source.nested(() => this.expr());
      this.source.expect(')');
      return expr;
    }
    if (this.source.next() === '{') return this.selectors.selector();
    const literal = this.source.string();
    if (literal !== undefined) return { node: 'string', value: this.source.valueOf(literal) };
    const number = this.lengths.number();
    if (number !== undefined) return { node: 'number', value: this.lengths.valueOf(number, sign?.from) };
    const word = this.source.word() ?? this.source.unexpected();
    const name = word.text.toLowerCase();
    if (KEYWORDS.has(name)) return this.source.syntaxError(word.from);
    if (isAggregator(name) || NEWER_AGGREGATORS.has(name)) {
      const grouping = this.grouping();
      if (grouping !== undefined || this.source.next() === '(')
        return this.aggregation({ text: name, from: word.from }, grouping);
    }
    return this.source.next() === '(' ? this.call(word) : this.selectors.selector(word);
  }

  private aggregation({ text: operator, from }: Token, before: Grouping | undefined): Expr {
    if (!isAggregator(operator))
      this.source.problem(from, experimentalMessage(operator), UNSUPPORTED, `function ${operator}`);
    const args = this.args();
    const grouping = before ?? this.grouping();
    const [inner, parameter, ...more] = args.toReversed();
    if (!isAggregator(operator)) return UNREAD;
    if (inner === undefined || more.length > 0)
      this.source.problem(from, `wrong number of arguments for ${operator}: ${args.length}`);
    else
      return {
        node: 'aggregation',
        operator,
        ...(grouping && { grouping }),
        ...(parameter && { parameter }),
        expr: inner,
      };
    return UNREAD;
  }

  private grouping(): Grouping | undefined {
    const mode = this.source.keyword(GROUPING);
    return mode && { mode: mode.text as Grouping['mode'], labels: this.selectors.labels() };
  }

  private call(name: Token): Expr {
    if (!FUNCTIONS.has(name.text) && !NEWER_FUNCTIONS.has(name.text)) this.source.unknownFunction(name);
    return { node: 'call', name: name.text, args: this.args() };
  }

  private args(): readonly Expr[] {
    const args: Expr[] = [];
    this.source.expect('(');
    if (this.source.accept(')')) return args;
    do args.push(this.source.nested(() => this.expr()));
    while (this.source.accept(','));
    this.source.expect(')');
    return args;
  }
}
