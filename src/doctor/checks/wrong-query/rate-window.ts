import { aboutEach, aboutExpression, type Described } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';
import { walk } from '../../../promql/expr';
import { DURATIONS } from '../../../promql/lengths';
import { tryParse } from '../../../promql/try-parse';
import { duration } from '../../../promql/window';
import type { Expression } from '../../expressions/expression';
import { intervalOf, RATES, rangeOf } from '../../expressions/ranges';

// Certain where the scrape of the series was read. Otherwise a warning, for less than two of the most frequent scrapes.
export const check = defineCheck({
  id: 'rate-window',
  severity: 'warning',
  question: 'Does every rate window contain at least four samples?',
  symptom: 'A graph has gaps, or an alert resolves and fires again, whenever a scrape fails.',
  why: 'rate() needs two samples in its window. With fewer than four scrapes in the window, one or two failed scrapes leave it without a value; with fewer than two it never has a value. A window without a unit is in seconds, and a syntax error before Prometheus 2.54.',
  remedy: 'Make the window at least four times the interval. In Grafana use $__rate_interval.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  needs: ['analysis', 'shortestInterval'],
  inParts: true,
  find: ({ analysis: { calls, catalog, expressions }, shortestInterval }) => [
    aboutEach(calls, (node) => {
      const range = RATES.includes(node.name) ? rangeOf(node) : undefined;
      if (range === undefined) return undefined;
      const { window } = range;
      const interval = intervalOf(range.selector, catalog);
      if (interval === undefined) return tooShort(node.name, window, shortestInterval);
      if (window >= 4 * interval) return undefined;
      const never = window < 2 * interval;
      return {
        severity: never ? 'error' : 'warning',
        message: `${node.name} over ${duration(window)} of samples every ${duration(interval)} ${never ? 'never has a value' : 'has no value after a failed scrape'}`,
        found: duration(window),
        ...longer(interval),
      };
    }),
    expressions.map(withoutUnit),
  ],
});

const longer = (interval: number): Pick<Described, 'expected' | 'fix'> => ({
  expected: `${duration(4 * interval)} or longer`,
  fix: `write [${duration(4 * interval)}]`,
});

const tooShort = (name: string, window: number, least: number | undefined): Described | undefined =>
  least === undefined || window >= 2 * least
    ? undefined
    : {
        message: `${name} over ${duration(window)} needs two samples, but the most frequent scrape that was read is every ${duration(least)}`,
        found: duration(window),
        ...longer(least),
      };

/** Windows this short hold a sample or two; longer ones may be seconds on purpose. */
const SECONDS = 60;

/** `rate(x[10])`, which was meant as minutes. */
function withoutUnit(expression: Expression): Found {
  const { text, feature } = expression;
  if (feature !== DURATIONS) return undefined;
  const parsed = tryParse(text.replaceAll(/\[\s*(\d+)\s*\]/g, '[$1s]'));
  if (!('expr' in parsed)) return undefined;
  return [...walk(parsed.expr)].map((node) => {
    const range = node.node === 'call' && RATES.includes(node.name) ? rangeOf(node) : undefined;
    if (node.node !== 'call' || range === undefined || range.window >= SECONDS) return undefined;
    const given = `[${range.window}]`;
    if (!text.replaceAll(/\s/g, '').includes(given)) return undefined;
    return aboutExpression(expression, {
      message: `${node.name} over ${given} reads ${range.window} seconds, as the window has no unit`,
      found: given,
      expected: `a window with a unit, e.g. [${range.window}m]`,
      fix: `write the window with its unit, e.g. [${range.window}m]`,
    });
  });
}
