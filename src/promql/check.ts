import { RE2JS } from 're2js';
import { InvalidInput } from '../findings/invalid-input';
import {
  COMPARISONS,
  SET_OPERATORS,
  type Aggregation,
  type Binary,
  type Call,
  type Expr,
  type Selector,
  type TimeShift,
} from './expr';
import { FUNCTIONS, type Signature, type ValueType } from './functions';
import { print, printNumber } from './print';
import { re2Error } from '../metrics/labels';
import { isUnlistable, isUnselectable } from '../metrics/names';

/**
 * Type of an expression, after checking everything that Prometheus checks when it loads a rule.
 * @param resource what to name in an error. @default 'PromQL'
 * @throws InvalidInput for an expression that Prometheus would refuse
 */
export function valueType(expr: Expr, resource = 'PromQL'): ValueType {
  const reject = (node: Expr, problem: string, fix: string): never => {
    throw new InvalidInput({ resource, path: 'expression', message: problem, found: print(node), fix });
  };
  const of = (node: Expr): ValueType => {
    switch (node.node) {
      case 'number':
        return 'scalar';
      case 'string':
        return 'string';
      case 'selector':
        checkSelector(node, reject);
        return 'vector';
      case 'range':
        of(node.selector);
        checkLength(node, node.window, reject);
        return 'range';
      case 'subquery':
        if (of(node.expr) !== 'vector')
          reject(node, 'has a subquery over something other than a vector', 'give it an instant vector');
        checkLength(node, node.window, reject);
        if (node.step !== undefined) checkLength(node, node.step, reject);
        checkShift(node, node, reject);
        return 'range';
      case 'negation': {
        const type = of(node.expr);
        if (type !== 'scalar' && type !== 'vector')
          reject(node, `negates a ${type}`, 'negate a scalar or an instant vector');
        return type;
      }
      case 'aggregation':
        checkAggregation(node, of, reject);
        return 'vector';
      case 'call':
        return checkCall(node, of, reject);
      case 'binary':
        return checkBinary(node, of(node.left), of(node.right), reject);
    }
  };
  return of(expr);
}

type Reject = (node: Expr, problem: string, fix: string) => never;
type TypeOf = (node: Expr) => ValueType;

/** What Prometheus counts in whole milliseconds. */
function checkLength(node: Expr, seconds: number, reject: Reject): void {
  if (!(seconds >= 0.001))
    reject(
      node,
      'has a window or step without length',
      'give windows and steps above 0, e.g. [5m] or [1h:1m]',
    );
}

function checkShift(node: Expr, { at }: TimeShift, reject: Reject): void {
  if (typeof at === 'number' && !(Math.abs(at) < 2 ** 63))
    reject(node, `is evaluated at ${printNumber(at)}, which is no time`, 'give a Unix time in seconds');
}

function checkLabels(node: Expr, labels: readonly string[], reject: Reject): void {
  const unlistable = labels.find(isUnlistable);
  if (unlistable !== undefined)
    reject(node, `lists the label ${unlistable}, which PromQL reads as a keyword`, 'rename the label');
}

function checkSelector(selector: Selector, reject: Reject): void {
  const { name } = selector;
  if (name !== undefined && isUnselectable(name))
    reject(selector, `selects ${name}, which PromQL reads as a keyword`, `write {__name__="${name}"}`);
  if (name !== undefined && selector.matchers.some(({ label }) => label === '__name__'))
    reject(selector, 'names the metric twice', 'leave out the name or the matcher of __name__');
  checkShift(selector, selector, reject);
  for (const { label, operator, value } of selector.matchers) {
    if (operator !== '=~' && operator !== '!~') continue;
    const invalid = re2Error(value);
    if (invalid !== undefined)
      reject(
        selector,
        `matches ${label} by what is no RE2 regular expression: ${invalid}`,
        'correct the regex',
      );
  }
  const selects = selector.matchers.some(
    ({ operator, value }) =>
      (operator === '=' && value !== '') ||
      (operator === '!=' && value === '') ||
      (operator === '=~' && !RE2JS.matches(value, '')) ||
      (operator === '!~' && RE2JS.matches(value, '')),
  );
  if (name === undefined && !selects)
    reject(selector, 'selects every series there is', 'name a metric or give a matcher that needs a value');
}

const AGGREGATION_PARAMETER: Partial<Record<Aggregation['operator'], ValueType>> = {
  topk: 'scalar',
  bottomk: 'scalar',
  quantile: 'scalar',
  count_values: 'string',
};

function checkAggregation(node: Aggregation, of: TypeOf, reject: Reject): void {
  if (node.grouping !== undefined) checkLabels(node, node.grouping.labels, reject);
  const wanted = AGGREGATION_PARAMETER[node.operator];
  const found = node.parameter && of(node.parameter);
  if (found !== wanted)
    reject(
      node,
      wanted === undefined
        ? `gives ${node.operator} a parameter`
        : `gives ${node.operator} ${found === undefined ? 'no parameter' : `a ${found} as parameter`}`,
      wanted === undefined ? 'leave the parameter out' : `give a ${wanted}`,
    );
  const type = of(node.expr);
  if (type !== 'vector')
    reject(node, `aggregates a ${type}`, 'aggregate an instant vector: apply rate(...) or the like first');
}

function checkCall(node: Call, of: TypeOf, reject: Reject): ValueType {
  const signature = FUNCTIONS.get(node.name);
  if (signature === undefined)
    return reject(
      node,
      `calls the unknown function ${node.name}`,
      'see prometheus.io/docs/prometheus/latest/querying/functions for the functions there are',
    );
  const { least, most } = arity(signature);
  const count = node.args.length;
  if (count < least || count > most)
    reject(
      node,
      `gives ${node.name} ${count} argument${count === 1 ? '' : 's'}`,
      `give ${most === Infinity ? `at least ${least}` : least === most ? least : `${least} to ${most}`}`,
    );
  for (const [index, arg] of node.args.entries()) {
    const wanted = signature.args[Math.min(index, signature.args.length - 1)];
    const found = of(arg);
    if (found !== wanted)
      reject(node, `gives ${node.name} a ${found} as argument ${index + 1}`, `give a ${wanted}`);
  }
  return signature.returns;
}

function arity({ args, optional = 0, variadic }: Signature): { least: number; most: number } {
  return { least: args.length - optional, most: variadic ? Infinity : args.length };
}

const isOneOf = <T extends string>(values: readonly T[], value: string): value is T =>
  (values as readonly string[]).includes(value);

function checkBinary(node: Binary, left: ValueType, right: ValueType, reject: Reject): ValueType {
  const { operator, bool, matching } = node;
  for (const type of [left, right])
    if (type !== 'scalar' && type !== 'vector')
      reject(node, `applies ${operator} to a ${type}`, 'use scalars and instant vectors');
  const vectors = left === 'vector' && right === 'vector';
  const comparison = isOneOf(COMPARISONS, operator);
  const set = isOneOf(SET_OPERATORS, operator);
  if (bool && !comparison) reject(node, `gives ${operator} the bool modifier`, 'only comparisons take bool');
  if (comparison && left === 'scalar' && right === 'scalar' && !bool)
    reject(node, 'compares two scalars without bool', `write ${operator} bool`);
  if (set && !vectors) reject(node, `applies ${operator} to a scalar`, 'use instant vectors on both sides');
  if (matching !== undefined) {
    checkLabels(node, [...matching.labels, ...(matching.group?.include ?? [])], reject);
    // Without labels Prometheus overlooks it.
    if (!vectors && matching.labels.length > 0)
      reject(node, 'joins on labels without two vectors', 'leave on/ignoring out');
    if (matching.group !== undefined) {
      if (set) reject(node, `gives ${operator} a group modifier`, 'set operators match many to many already');
      const both = matching.group.include.find((label) => matching.labels.includes(label));
      if (matching.mode === 'on' && both !== undefined)
        reject(node, `names ${both} in on and in group_${matching.group.side}`, 'name it once');
    }
  }
  return left === 'vector' || right === 'vector' ? 'vector' : 'scalar';
}
