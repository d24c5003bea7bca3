import type { ComparisonOperator } from '../../promql/expr';

/** Bounds of the values that an expression can return, both included. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Nothing is known. */
export const ANY: ValueRange = { min: -Infinity, max: Infinity };

/** Whether a comparison with a number never holds, or always does for values other than NaN. */
export function outcome(
  range: ValueRange,
  operator: ComparisonOperator,
  threshold: number,
): 'never' | 'always' | undefined {
  const { min, max } = range;
  // NaN equals nothing, itself included.
  if (Number.isNaN(threshold)) return operator === '!=' ? 'always' : 'never';
  switch (operator) {
    case '>':
      return max <= threshold ? 'never' : min > threshold ? 'always' : undefined;
    case '>=':
      return max < threshold ? 'never' : min >= threshold ? 'always' : undefined;
    case '<':
      return min >= threshold ? 'never' : max < threshold ? 'always' : undefined;
    case '<=':
      return min > threshold ? 'never' : max <= threshold ? 'always' : undefined;
    case '==':
      return threshold < min || threshold > max
        ? 'never'
        : min === max && min === threshold
          ? 'always'
          : undefined;
    case '!=':
      return threshold < min || threshold > max
        ? 'always'
        : min === max && min === threshold
          ? 'never'
          : undefined;
  }
}

/** What a comparison leaves. An empty result keeps the range, as its own comparison is reported. */
export function filtered(left: ValueRange, operator: ComparisonOperator, right: ValueRange): ValueRange {
  const found =
    operator === '>' || operator === '>='
      ? raised(left, right.min)
      : operator === '<' || operator === '<='
        ? lowered(left, right.max)
        : operator === '=='
          ? lowered(raised(left, right.min), right.max)
          : left;
  return found.min > found.max ? left : found;
}

export const raised = ({ min, max }: ValueRange, to: number): ValueRange => ({
  min: Math.max(min, to),
  max: Math.max(max, to),
});
export const lowered = ({ min, max }: ValueRange, to: number): ValueRange => ({
  min: Math.min(min, to),
  max: Math.min(max, to),
});

/** Sum of one or more values. */
export const added = ({ min, max }: ValueRange): ValueRange => ({
  min: min < 0 ? -Infinity : min,
  max: max > 0 ? Infinity : max,
});

export function times({ min, max }: ValueRange, factor: number): ValueRange {
  if (factor === 0 || Number.isNaN(factor)) return ANY;
  const ends = [min * factor, max * factor];
  return { min: Math.min(...ends.map(positiveZero)), max: Math.max(...ends.map(positiveZero)) };
}

const positiveZero = (value: number): number => (value === 0 ? 0 : value);
