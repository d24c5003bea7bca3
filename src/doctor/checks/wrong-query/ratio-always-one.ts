import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { keepsLabel, narrowedLabels } from '../../expressions/part-of';
import { scaled } from '../../expressions/exporter-ranges';
import { isSame } from '../../expressions/value-range';
import { walk } from '../../../promql/expr';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'ratio-always-one',
  severity: 'error',
  question: 'Does every ratio divide a part by the whole?',
  symptom: 'An error ratio is always 1 or missing, and its alert fires at the first error.',
  why: 'An operator between two vectors joins series with equal labels. If both sides keep the label that selects the part, every series is divided by itself.',
  remedy: 'Aggregate that label away on both sides.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries } }) =>
    aboutEach(binaries, (node, { of }) => {
      const { operator, left, right, matching } = node;
      if (operator !== '/' || matching !== undefined) return undefined;
      if (
        isSame(scaled(left).of, scaled(right).of) &&
        [...walk(left)].some((inner) => inner.node === 'selector')
      )
        return {
          ...('panel' in of ? { severity: 'warning' as const } : {}),
          message: 'both sides of / are equal, so the ratio is always the same',
          found: print(node),
          expected: 'a part of something, and all of it',
          fix: 'write the part that was meant on one of the sides, such as what is free or used',
        };
      const labels = narrowedLabels(left, right) ?? [];
      const kept = labels.filter((label) => label !== '__name__' && keepsLabel(left, label));
      if (kept.length === 0 || kept.length < labels.length) return undefined;
      const sum = `sum without (${kept.join(', ')})`;
      return {
        message: `both sides of / keep ${kept.join(' and ')}, so every series is divided by itself and the ratio is always 1`,
        found: print(node),
        expected: `sums without ${kept.join(' and ')}`,
        fix: `write ${sum} (${print(left)}) / ${sum} (${print(right)})`,
      };
    }),
});
