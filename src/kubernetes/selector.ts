import type { LabelSelector } from '../helm-values/selectors';
import { labelsOf, listOf, mapOf, textOf, textsOf } from './object';

export { selects, type LabelSelector } from '../helm-values/selectors';

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** A label selector without the parts that Kubernetes would reject. */
export function selectorOf(value: unknown): LabelSelector {
  const { matchLabels, matchExpressions } = mapOf(value);
  return {
    matchLabels: labelsOf(matchLabels),
    matchExpressions: listOf(matchExpressions).flatMap((item): readonly Requirement[] => {
      const { key, operator, values } = mapOf(item);
      const known = OPERATORS.find((name) => name === operator);
      const label = textOf(key);
      return known === undefined || label === undefined
        ? []
        : [{ key: label, operator: known, values: textsOf(values) }];
    }),
  };
}

/** In the syntax of kubectl, e.g. `app=cart,tier in (web,api)`; `everything` for an empty selector. */
export function showSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(showRequirement),
  ];
  return parts.length === 0 ? 'everything' : parts.join(',');
}

function showRequirement({ key, operator, values = [] }: Requirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
