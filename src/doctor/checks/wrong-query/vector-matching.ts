import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { isScalar } from '../../expressions/infer';
import { mismatch } from '../../expressions/join';
import { factOf } from '../../expressions/shape';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'vector-matching',
  severity: 'error',
  question: 'Can the two sides of every operator match?',
  symptom: 'A ratio or a condition is always empty, and its alert never fires.',
  why: 'An operator between two vectors joins series with equal labels. If one side has a label that the other lacks, or never the same value, no series match.',
  remedy:
    'List the common labels in on (...), or exclude the others with ignoring (...). If one side has several matches, add group_left or group_right.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['analysis'],
  find: ({ analysis: { binaries, catalog } }) =>
    aboutEach(binaries, (node) => {
      const { left, right, operator, matching } = node;
      if (operator === 'or' || isScalar(left) || isScalar(right)) return undefined;
      const shapes = { left: catalog.inference.of(left), right: catalog.inference.of(right) };
      const found = mismatch(node, shapes.left, shapes.right);
      if (found === undefined) return undefined;
      const { label, lacking } = found;
      const because = lacking && shapes[lacking].because;
      const values = (side: 'left' | 'right') => [...(factOf(shapes[side], label).values ?? [])].join(' or ');
      return {
        severity: operator === 'unless' ? 'warning' : 'error',
        message: `the two sides of ${operator} never match: ${
          lacking === undefined
            ? `${label} is ${values('left')} on the left and ${values('right')} on the right`
            : `the ${lacking} side has no ${label}${because === undefined ? '' : ` (${because})`}`
        }`,
        found: print(node),
        expected: 'labels that both sides have with the same values',
        fix:
          matching?.mode === 'on'
            ? `write ${operator} on (${matching.labels.filter((other) => other !== label).join(', ')})`
            : `write ${operator} ignoring (${[...(matching?.labels ?? []), label].join(', ')})`,
      };
    }),
});
