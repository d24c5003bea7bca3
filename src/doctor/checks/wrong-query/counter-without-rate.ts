import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { print } from '../../../promql/print';
import { rawCounter, thresholdOf } from '../../expressions/counters';

/** Panels that show how a value changes. Others can show a total. */
const GRAPHS = ['timeseries', 'graph'];

export const check = defineCheck({
  id: 'counter-without-rate',
  severity: 'error',
  question: 'Is every counter turned into a rate before it is compared or plotted?',
  symptom: 'An alert fires some days after every start and never resolves, or a graph only rises.',
  why: 'A counter counts since the start of its process. Its value mostly reflects uptime, and it resets to 0 at every restart.',
  remedy: 'Compare or plot rate(...) or increase(...) of it.',
  see: 'https://prometheus.io/docs/concepts/metric_types/#counter',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { binaries, expressions, catalog } = analysisOf(facts);
    const compared = binaries.flatMap(({ expression, node }) => {
      const side = thresholdOf(node);
      const counter = side && rawCounter(side, catalog);
      return counter === undefined
        ? []
        : [
            aboutExpression(expression, {
              message: `the total of counter ${counter.name} is compared with a number`,
              found: print(node),
              expected: 'a rate or an increase',
              fix: `write increase(${print(counter)}[5m])`,
            }),
          ];
    });
    const plotted = expressions.flatMap((expression) => {
      const { expr, of } = expression;
      const counter =
        expr !== undefined && 'panel' in of && GRAPHS.includes(of.panel.type)
          ? rawCounter(expr, catalog)
          : undefined;
      return counter === undefined
        ? []
        : [
            aboutExpression(expression, {
              severity: 'warning' as const,
              message: `the total of counter ${counter.name} is plotted`,
              found: expression.text,
              expected: 'a rate or an increase',
              fix: `write rate(${print(counter)}[$__rate_interval])`,
            }),
          ];
    });
    return once([...compared, ...plotted]);
  },
});
