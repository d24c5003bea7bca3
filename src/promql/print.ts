import type {
  Aggregation,
  Binary,
  BinaryOperator,
  Expr,
  Matcher,
  Matching,
  Negation,
  RangeSelector,
  Selector,
  Subquery,
  TimeShift,
} from './expr';
import { LABEL_NAME, SERIES_NAME } from '../metrics/names';
import { associatesRight, NEGATION_PRECEDENCE, PRECEDENCE } from './precedence';
import { duration } from './window';

/** Text of at most this many columns stays on one line in {@link format}. */
const LINE_WIDTH = 100;

/**
 * An expression on one line, with the parentheses that its meaning needs and no others.
 * @example
 * print(gt(select(inFlight), 10).expr) // http_requests_in_flight > 10
 */
export function print(expr: Expr): string {
  return render(expr, Infinity);
}

/**
 * The same expression broken and indented where a line would be longer than a reader's eye.
 * @example
 * format(gt(select(inFlight), 10).expr) // http_requests_in_flight > 10
 */
export function format(expr: Expr): string {
  return render(expr, LINE_WIDTH);
}

/** @param width columns left on the line; what does not fit is broken at its operators and brackets */
function render(expr: Expr, width: number): string {
  const flat = layOut(expr, Infinity);
  return flat.length <= width ? flat : layOut(expr, width);
}

/** @param width Infinity puts everything on one line, and any other breaks what can be broken */
function layOut(expr: Expr, width: number): string {
  switch (expr.node) {
    case 'number':
      return printNumber(expr.value);
    case 'string':
      return quote(expr.value);
    case 'selector':
      return selectorText(expr) + shiftText(expr);
    case 'range':
      return rangeText(expr);
    case 'subquery':
      return subqueryText(expr, width);
    case 'aggregation':
      return aggregationText(expr, width);
    case 'call':
      return bracketed(expr.name, expr.args, width);
    case 'negation':
      return negationText(expr, width);
    case 'binary':
      return binaryText(expr, width);
  }
}

function selectorText({ name = '', matchers }: Selector): string {
  const texts = matchers.map(matcherText);
  if (name !== '' && !SERIES_NAME.test(name)) return `{${[quote(name), ...texts].join(', ')}}`;
  return texts.length === 0 && name !== '' ? name : `${name}{${texts.join(', ')}}`;
}

function matcherText({ label, operator, value }: Matcher): string {
  return labelText(label) + operator + quote(value);
}

/** In quotes where only Prometheus 3 reads the name. */
const labelText = (label: string): string => (LABEL_NAME.test(label) ? label : quote(label));

const labelTexts = (labels: readonly string[]): string => labels.map(labelText).join(', ');

function shiftText({ offset = 0, at }: TimeShift): string {
  const atText = at === undefined ? '' : ` @ ${typeof at === 'number' ? printNumber(at) : `${at}()`}`;
  const offsetText = offset === 0 ? '' : ` offset ${offset < 0 ? '-' : ''}${duration(Math.abs(offset))}`;
  return atText + offsetText;
}

function rangeText({ selector, window }: RangeSelector): string {
  return `${selectorText(selector)}[${duration(window)}]${shiftText(selector)}`;
}

function subqueryText(expr: Subquery, width: number): string {
  const inner = expr.expr;
  const steps = `[${duration(expr.window)}:${expr.step === undefined ? '' : duration(expr.step)}]`;
  // The brackets bind tighter than any operator, and than the sign of a number.
  const loose = inner.node === 'binary' || inner.node === 'negation' || inner.node === 'number';
  return (loose ? parenthesized(inner, width) : render(inner, width)) + steps + shiftText(expr);
}

function aggregationText({ operator, grouping, parameter, expr }: Aggregation, width: number): string {
  const head =
    grouping === undefined ? operator : `${operator} ${grouping.mode} (${labelTexts(grouping.labels)}) `;
  return bracketed(head, parameter === undefined ? [expr] : [parameter, expr], width);
}

/** `head(a, b)` on one line, or one argument a line. */
function bracketed(head: string, args: readonly Expr[], width: number): string {
  if (width === Infinity) return `${head}(${args.map(print).join(', ')})`;
  return `${head}(\n${args.map((arg) => indent(render(arg, width - 2))).join(',\n')}\n)`;
}

function negationText({ expr }: Negation, width: number): string {
  const needsParentheses =
    // -5 would read as the number, not as the negation of 5.
    expr.node === 'number' || (expr.node === 'binary' && PRECEDENCE[expr.operator] <= NEGATION_PRECEDENCE);
  return `-${needsParentheses ? parenthesized(expr, width) : render(expr, width)}`;
}

function binaryText(expr: Binary, width: number): string {
  const operator = [expr.operator, ...(expr.bool ? ['bool'] : []), ...matchingText(expr.matching)].join(' ');
  const left = operand(expr, 'left', width);
  if (width === Infinity) return `${left} ${operator} ${operand(expr, 'right', width)}`;
  // A number stays beside its operator: a line with `>` alone does not help. But behind `a`, `/` and `b` on lines of
  // their own, `b > 0.5` would read as if the number were compared with b.
  const together = expr.left.node === 'number' || expr.right.node === 'number';
  const stacked = left.includes('\n') && expr.left.node === 'binary' && !left.startsWith('(');
  return `${left}${together && !stacked ? ' ' : '\n'}${operator}${together ? ' ' : '\n'}${operand(expr, 'right', width)}`;
}

function matchingText(matching: Matching | undefined): readonly string[] {
  if (matching === undefined) return [];
  const { mode, labels, group } = matching;
  const join = `${mode} (${labelTexts(labels)})`;
  return group === undefined ? [join] : [join, `group_${group.side} (${labelTexts(group.include)})`];
}

function operand(parent: Binary, side: 'left' | 'right', width: number): string {
  const inner = parent[side];
  return operandNeedsParentheses(parent.operator, side, inner)
    ? parenthesized(inner, width)
    : render(inner, width);
}

function operandNeedsParentheses(operator: BinaryOperator, side: 'left' | 'right', inner: Expr): boolean {
  const strength = PRECEDENCE[operator];
  switch (inner.node) {
    case 'binary': {
      const innerStrength = PRECEDENCE[inner.operator];
      if (innerStrength !== strength) return innerStrength < strength;
      return side === (associatesRight(operator) ? 'left' : 'right');
    }
    // On the right, a sign can only belong to what follows it.
    case 'negation':
      return side === 'left' && strength > NEGATION_PRECEDENCE;
    case 'number':
      return side === 'left' && strength > NEGATION_PRECEDENCE && isNegative(inner.value);
    default:
      return false;
  }
}

function parenthesized(expr: Expr, width: number): string {
  const flat = `(${render(expr, Infinity)})`;
  return flat.length <= width ? flat : `(\n${indent(render(expr, width - 2))}\n)`;
}

function indent(text: string): string {
  // A line inside a string literal never starts one: quote() escapes line breaks.
  return text.replace(/^/gm, '  ');
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** The shortest decimal that reads back as the same number. */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Object.is(value, -0)) return '-0';
  // 1e+21 reads as 1e21, and PromQL accepts it with the sign.
  return String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * What must not stand in a literal as it is: control characters, which have no place in a manifest, and what some
 * readers of YAML or text take for a line break or a byte-order mark. U+FFFD stands for a broken character, so
 * Prometheus refuses it. Everything else is UTF-8 and stays readable.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is escaped here
const UNSAFE = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]/g;

/** A string literal in double quotes, escaped as Go does. */
export function quote(text: string): string {
  const escaped = text.replace(
    UNSAFE,
    (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
