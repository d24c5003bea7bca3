import type { LabelSelector } from '../kubernetes/selector';
import type { Relabeling } from '../kubernetes/relabeling';

/** A label key of Kubernetes as part of a label name of Prometheus. */
export const sanitizedLabel = (key: string): string => key.replace(/[^a-zA-Z0-9_]/g, '_');

/** Keeps targets whose Service, pod or ingress a selector matches: its labels sorted, then its expressions in order. */
export function keepSelected(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  of: 'service' | 'pod' | 'ingress',
): readonly Relabeling[] {
  const labelsOf = (key: string) =>
    ['label', 'labelpresent'].map((part) => `__meta_kubernetes_${of}_${part}_${sanitizedLabel(key)}`);
  return [
    ...Object.entries(matchLabels)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ action: 'keep', sourceLabels: labelsOf(key), regex: `(${value});true` })),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      const [label, present] = labelsOf(key) as [string, string];
      switch (operator) {
        case 'In':
          return { action: 'keep', sourceLabels: [label, present], regex: `(${values.join('|')});true` };
        case 'NotIn':
          return { action: 'drop', sourceLabels: [label, present], regex: `(${values.join('|')});true` };
        case 'Exists':
          return { action: 'keep', sourceLabels: [present], regex: 'true' };
        case 'DoesNotExist':
          return { action: 'drop', sourceLabels: [present], regex: 'true' };
      }
    }),
  ];
}
