import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { duration } from '../../../promql/window';
import { intervalOf, RATES, rangeOf } from '../../expressions/ranges';

export const check = defineCheck({
  id: 'rate-window',
  severity: 'warning',
  question: 'Does every rate look back over at least four samples?',
  symptom: 'A graph has gaps, and an alert is resolved and fires again, whenever a scrape fails.',
  why: 'rate() needs two samples in its window. With less than four scrapes in it, one or two that fail leave it without a value; with less than two it never has one.',
  remedy: 'Make the window four times the interval or longer. In Grafana use $__rate_interval.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { calls, catalog } = analysisOf(facts);
    return once(
      calls.flatMap(({ expression, node }) => {
        const range = RATES.includes(node.name) ? rangeOf(node) : undefined;
        const interval = range && intervalOf(range.selector, catalog);
        if (range === undefined || interval === undefined || range.window >= 4 * interval) return [];
        const never = range.window < 2 * interval;
        return [
          aboutExpression(expression, {
            severity: never ? 'error' : 'warning',
            message: `takes ${node.name} over ${duration(range.window)} of samples that come every ${duration(interval)}: ${never ? 'it has no value' : 'a failed scrape leaves it without a value'}`,
            found: duration(range.window),
            expected: `${duration(4 * interval)} or longer`,
            fix: `write [${duration(4 * interval)}]`,
          }),
        ];
      }),
    );
  },
});
