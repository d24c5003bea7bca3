import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { exporterOf, sharedLabels } from '../../expressions/exporters';
import type { Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';

const summed = (expr: Expr, labels: readonly string[]): string =>
  `sum by (${labels.join(', ')}) (${print(expr)})`;

export const check = defineCheck({
  id: 'exporter-join',
  severity: 'error',
  question: 'Are series of two exporters joined on the labels that both have?',
  symptom: 'A ratio of usage and limit is always empty, and its alert never fires.',
  why: 'An operator between two vectors joins series whose labels are all equal. Every exporter adds its own job, instance and details, so its series never equal those of another one.',
  remedy: 'Aggregate both sides by the labels that they share, or list these in on (...).',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries } }) =>
    aboutEach(binaries, ({ operator, left, right, matching, ...rest }) => {
      if (operator === 'or' || matching !== undefined) return undefined;
      const [ofLeft, ofRight] = [exporterOf(left), exporterOf(right)];
      if (ofLeft === undefined || ofRight === undefined || ofLeft === ofRight) return undefined;
      const labels = sharedLabels(ofLeft, ofRight);
      return {
        severity: operator === 'unless' ? 'warning' : 'error',
        message: `the two sides of ${operator} never match: the series of ${ofLeft} and of ${ofRight} have different job and instance labels`,
        found: print({ operator, left, right, ...rest }),
        expected: 'labels that both sides have with the same values',
        fix:
          labels === undefined
            ? `aggregate both sides by labels that they share: sum by (<labels>) (...) ${operator} sum by (<labels>) (...)`
            : `write ${summed(left, labels)} ${operator} ${summed(right, labels)}`,
      };
    }),
});
