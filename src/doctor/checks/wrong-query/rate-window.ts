import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { duration } from '../../../promql/window';
import { intervalOf, RATES, rangeOf } from '../../expressions/ranges';

export const check = defineCheck({
  id: 'rate-window',
  severity: 'warning',
  question: 'Does every rate window contain at least four samples?',
  symptom: 'A graph has gaps, or an alert resolves and fires again, whenever a scrape fails.',
  why: 'rate() needs two samples in its window. With fewer than four scrapes in the window, one or two failed scrapes leave it without a value; with fewer than two it never has a value.',
  remedy: 'Make the window at least four times the interval. In Grafana use $__rate_interval.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls, catalog } }) =>
    aboutEach(calls, (node) => {
      const range = RATES.includes(node.name) ? rangeOf(node) : undefined;
      const interval = range && intervalOf(range.selector, catalog);
      if (range === undefined || interval === undefined || range.window >= 4 * interval) return undefined;
      const never = range.window < 2 * interval;
      return {
        severity: never ? 'error' : 'warning',
        message: `${node.name} over ${duration(range.window)} of samples every ${duration(interval)} ${never ? 'never has a value' : 'has no value after a failed scrape'}`,
        found: duration(range.window),
        expected: `${duration(4 * interval)} or longer`,
        fix: `write [${duration(4 * interval)}]`,
      };
    }),
});
