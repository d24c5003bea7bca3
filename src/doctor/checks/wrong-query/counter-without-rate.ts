import { aboutEach, aboutExpression } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { defineCheck } from '../../check';
import { print } from '../../../promql/print';
import {
  everAboveZero,
  increased,
  lifetimeRatio,
  likelyCounter,
  rawBuckets,
  rawCounter,
  thresholdOf,
} from '../../expressions/counters';

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
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries, calls, expressions, catalog } }) => [
    aboutEach(binaries, (node) => {
      const side = thresholdOf(node);
      const counter = side && likelyCounter(side, catalog);
      return (
        counter && {
          severity: side !== undefined && rawCounter(side, catalog) !== undefined ? 'error' : 'warning',
          message: `the total of counter ${nameOfSelector(counter)} is compared with a number`,
          found: print(node),
          expected: 'a rate or an increase',
          fix: `write ${print(increased(node, counter))}`,
        }
      );
    }),
    aboutEach(binaries, (node, { of }) => {
      const totals =
        'rule' in of || GRAPHS.includes(of.panel.type) ? lifetimeRatio(node, catalog) : undefined;
      if (totals === undefined) return undefined;
      const [part, whole] = totals;
      return {
        severity: 'warning',
        message: `${nameOfSelector(part)} and ${nameOfSelector(whole)} are divided without a rate, so this is the ratio since the start of the process, which hardly moves after some days`,
        found: print(node),
        expected: 'a ratio of rates',
        fix: `write ${print({ ...node, left: increased(node.left, part), right: increased(node.right, whole) })}`,
      };
    }),
    expressions.map((expression) => {
      const { expr, of } = expression;
      if (expr === undefined || !('rule' in of) || of.rule.kind !== 'alert') return undefined;
      return everAboveZero(expr, catalog).map(({ condition, counter }) =>
        aboutExpression(expression, {
          severity: 'warning',
          message: `counter ${nameOfSelector(counter)} stays above 0 after the first event, so the alert fires until the process restarts`,
          found: print(condition),
          expected: 'an increase',
          fix: `write ${print(increased(condition, counter))}`,
        }),
      );
    }),
    aboutEach(calls, (node) => {
      const [, buckets] = node.args;
      if (node.name !== 'histogram_quantile' || buckets === undefined) return undefined;
      const counter = rawBuckets(buckets, catalog);
      return (
        counter && {
          severity: 'warning',
          message: `histogram_quantile reads ${nameOfSelector(counter)} without a rate, so it is the quantile since the start of the process`,
          found: print(node),
          expected: 'a rate of the buckets',
          fix: `write ${print(increased(node, counter))}`,
        }
      );
    }),
    expressions.map((expression) => {
      const { expr, of, text } = expression;
      if (expr === undefined || !('panel' in of) || !GRAPHS.includes(of.panel.type)) return undefined;
      const counter = rawCounter(expr, catalog);
      if (counter === undefined) return undefined;
      return aboutExpression(expression, {
        severity: 'warning',
        message: `the total of counter ${counter.name} is plotted`,
        found: text,
        expected: 'a rate or an increase',
        fix: `write rate(${print(counter)}[$__rate_interval])`,
      });
    }),
  ],
});
