import { children, type Expr, type Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';
import { duration } from '../../../promql/window';
import { defineCheck, type Found } from '../../check';
import type { Analysis, Site } from '../../expressions/analysis';
import { aboutExpression } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';

// Certain: between two evaluations there is no value for the rest of the interval. A larger look-back is possible only with
// query.lookbackDelta, whose effect on other queries few people want, so it is an error for alerts alone.
export const check = defineCheck({
  id: 'group-interval',
  severity: 'error',
  question: 'Are recorded series evaluated often enough for those who read them?',
  symptom: 'A panel over a recorded series has gaps, or its alert resolves between two evaluations.',
  why: 'Prometheus returns a sample for five minutes. A group with a longer interval writes too rarely: between two evaluations its series do not exist for instant queries.',
  remedy:
    'Set the interval of the group below 5m, or read the series with last_over_time over more than the interval.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) => {
    const { lookBack } = analysis.catalog;
    return instantReads(analysis).map(({ expression, node }): Found => {
      const rules = analysis.catalog.recordings.rulesOf(nameOfSelector(node) ?? '');
      const interval = Math.min(...rules.map((rule) => rule.interval));
      const reader = 'rule' in expression.of ? expression.of.rule : undefined;
      if (rules.length === 0 || interval <= lookBack) return undefined;
      // A rule of the same group reads what was just written.
      if (
        reader !== undefined &&
        rules.every(({ group, object }) => group === reader.group && object === reader.object)
      )
        return undefined;
      return aboutExpression(expression, {
        severity: reader?.kind === 'alert' ? 'error' : 'warning',
        message: `group ${rules[0]!.group} records ${print(node)} every ${duration(interval)}, but Prometheus returns a sample for ${duration(lookBack)} only`,
        found: print(node),
        expected: `an interval below ${duration(lookBack)}`,
        fix: `write last_over_time(${print({ node: 'range', selector: node, window: 2 * interval })})`,
      });
    });
  },
});

/** Selectors that read one sample, and not the samples of a window. */
function instantReads({ expressions }: Analysis): readonly Site<Selector>[] {
  return expressions.flatMap((expression) =>
    expression.expr === undefined
      ? []
      : instants(expression.expr).map((node): Site<Selector> => ({ expression, node })),
  );
}

const instants = (expr: Expr): readonly Selector[] =>
  expr.node === 'selector' ? [expr] : expr.node === 'range' ? [] : children(expr).flatMap(instants);
