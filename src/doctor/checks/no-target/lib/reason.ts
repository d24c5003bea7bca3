import type { Monitor } from '../../../../kubernetes/monitor';
import type { Labels } from '../../../../kubernetes/object';
import { showSelector } from '../../../../kubernetes/selector';
import type { Reported } from '../../../check';

export type Reason = Pick<Reported, 'message' | 'expected' | 'fix' | 'severity'> &
  Partial<Pick<Reported, 'path' | 'found'>>;

/** The labels that a selector requires by value, with the first of the values of `In`. */
export const requiredLabels = ({ matchLabels = {}, matchExpressions = [] }: Monitor['selector']): Labels => ({
  ...Object.fromEntries(
    matchExpressions.flatMap(({ key, operator, values: [value] = [] }) =>
      operator === 'In' && value !== undefined ? [[key, value]] : [],
    ),
  ),
  ...matchLabels,
});

export const showLabels = (labels: Labels): string =>
  Object.keys(labels).length === 0 ? 'none yet' : showSelector({ matchLabels: labels });
