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
import { EXPERIMENTAL, experimentalMessage, FUNCTIONS, type Signature, type ValueType } from './functions';
import { print, printNumber } from './print';
import { re2Error } from '../metrics/labels';
import { UNSUPPORTED } from './source';
import { isUnlistable, isUnselectable } from '../metrics/names';

/**
 * Type of an expression, after checking everything that Prometheus checks when it loads a rule.
 * @param resource what to name in an error. @default 'PromQL'
 * @throws InvalidInput for an expression that Prometheus would refuse
 */
export function valueType(expr: Expr, resource = 'PromQL'): ValueType {
  const reject: Reject = (node, message, fix, feature) => {
    throw new InvalidInput({
      resource,
      path: 'expression',
      message,
      found: print(node),
      fix,
      ...(feature === undefined ? {} : { code: UNSUPPORTED, feature }),
    });
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
          reject(node, 'a subquery needs an instant vector', 'give it an instant vector');
        checkLength(node, node.window, reject);
        if (node.step !== undefined) checkLength(node, node.step, reject);
        checkShift(node, node, reject);
        return 'range';
      case 'negation': {
        const type = of(node.expr);
        if (type !== 'scalar' && type !== 'vector')
          reject(node, `- cannot be applied to a ${type}`, 'negate a scalar or an instant vector');
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

type Reject = (node: Expr, message: string, fix: string, feature?: string) => never;
type TypeOf = (node: Expr) => ValueType;

/** What Prometheus counts in whole milliseconds. */
function checkLength(node: Expr, seconds: number, reject: Reject): void {
  if (!(seconds >= 0.001))
    reject(node, 'window or step without length', 'give windows and steps above 0, e.g. [5m] or [1h:1m]');
}

function checkShift(node: Expr, { at }: TimeShift, reject: Reject): void {
  if (typeof at === 'number' && !(Math.abs(at) < 2 ** 63))
    reject(node, `${printNumber(at)} after @ is not a time`, 'give a Unix time in seconds');
}

function checkLabels(node: Expr, labels: readonly string[], reject: Reject): void {
  const unlistable = labels.find(isUnlistable);
  if (unlistable !== undefined)
    reject(node, `the label ${unlistable} is a keyword of PromQL`, 'rename the label');
}

function checkSelector(selector: Selector, reject: Reject): void {
  const { name } = selector;
  if (name !== undefined && isUnselectable(name))
    reject(selector, `the metric name ${name} is a keyword of PromQL`, `write {__name__="${name}"}`);
  if (name !== undefined && selector.matchers.some(({ label }) => label === '__name__'))
    reject(selector, 'duplicate metric name', 'leave out the name or the matcher of __name__');
  checkShift(selector, selector, reject);
  for (const { label, operator, value } of selector.matchers) {
    if (operator !== '=~' && operator !== '!~') continue;
    const invalid = re2Error(value);
    if (invalid !== undefined)
      reject(selector, `invalid RE2 regular expression for label ${label}: ${invalid}`, 'correct the regex');
  }
  const selects = selector.matchers.some(
    ({ operator, value }) =>
      (operator === '=' && value !== '') ||
      (operator === '!=' && value === '') ||
      (operator === '=~' && !RE2JS.matches(value, '')) ||
      (operator === '!~' && RE2JS.matches(value, '')),
  );
  if (name === undefined && !selects)
    reject(
      selector,
      'the selector matches every series',
      'name a metric or give a matcher that needs a value',
    );
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
        ? `${node.operator} takes no parameter`
        : `${node.operator} needs ${found === undefined ? 'a parameter' : `another parameter than a ${found}`}`,
      wanted === undefined ? 'leave the parameter out' : `give a ${wanted}`,
    );
  const type = of(node.expr);
  if (type !== 'vector')
    reject(
      node,
      `a ${type} cannot be aggregated`,
      'aggregate an instant vector: apply rate(...) or the like first',
    );
}

function checkCall(node: Call, of: TypeOf, reject: Reject): ValueType {
  const signature = FUNCTIONS.get(node.name);
  if (signature === undefined)
    return reject(
      node,
      EXPERIMENTAL.has(node.name) ? experimentalMessage(node.name) : `unknown function ${node.name}`,
      'see prometheus.io/docs/prometheus/latest/querying/functions for the functions there are',
      // The parser refuses what no version of Prometheus knows.
      `function ${node.name}`,
    );
  const { least, most } = arity(signature);
  const count = node.args.length;
  if (count < least || count > most)
    reject(
      node,
      `wrong number of arguments for ${node.name}: ${count}`,
      `give ${most === Infinity ? `at least ${least}` : least === most ? least : `${least} to ${most}`}`,
    );
  for (const [index, arg] of node.args.entries()) {
    const wanted = signature.args[Math.min(index, signature.args.length - 1)];
    const found = of(arg);
    if (found !== wanted)
      reject(node, `argument ${index + 1} of ${node.name} is a ${found}`, `give a ${wanted}`);
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
      reject(node, `${operator} cannot be applied to a ${type}`, 'use scalars and instant vectors');
  const vectors = left === 'vector' && right === 'vector';
  const comparison = isOneOf(COMPARISONS, operator);
  const set = isOneOf(SET_OPERATORS, operator);
  if (bool && !comparison)
    reject(node, `${operator} does not take the bool modifier`, 'only comparisons take bool');
  if (comparison && left === 'scalar' && right === 'scalar' && !bool)
    reject(node, 'comparing two scalars needs bool', `write ${operator} bool`);
  if (set && !vectors)
    reject(node, `${operator} cannot be applied to a scalar`, 'use instant vectors on both sides');
  if (matching !== undefined) {
    checkLabels(node, [...matching.labels, ...(matching.group?.include ?? [])], reject);
    // Without labels Prometheus overlooks it.
    if (!vectors && matching.labels.length > 0)
      reject(node, 'on and ignoring need a vector on both sides', 'leave on/ignoring out');
    if (matching.group !== undefined) {
      if (set)
        reject(
          node,
          `${operator} does not take a group modifier`,
          'set operators match many to many already',
        );
      const both = matching.group.include.find((label) => matching.labels.includes(label));
      if (matching.mode === 'on' && both !== undefined)
        reject(node, `label ${both} is both in on and in group_${matching.group.side}`, 'name it once');
    }
  }
  return left === 'vector' || right === 'vector' ? 'vector' : 'scalar';
}
