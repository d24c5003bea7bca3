import type { BinaryOperator } from './expr';

/**
 * Binding strength, loosest first. All operators associate to the left, but for the power.
 * @see https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence
 */
export const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

/** Unary minus binds like multiplication: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
export const NEGATION_PRECEDENCE = PRECEDENCE['*'];

/** Whether `a op b op c` is `a op (b op c)`. */
export const associatesRight = (operator: BinaryOperator): boolean => operator === '^';
