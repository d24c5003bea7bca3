import { aboutEach, oneOf } from '../../expressions/report';
import { defineCheck } from '../../check';
import { showMatcher } from '../../expressions/matchers';

const WHOLE = /^\d+(\.0)?$/;

/** Labels that Prometheus 3 stores as decimal numbers. */
const NUMBERS = ['le', 'quantile'];

/** Bounds in their first spelling, ascending. */
const bounds = (values: readonly string[]): readonly string[] =>
  values
    .filter((value) => !value.endsWith('.0'))
    .toSorted((a, b) => Number(a.replace('+Inf', 'Infinity')) - Number(b.replace('+Inf', 'Infinity')));

const nearestBound = (value: string, values: readonly string[]): string =>
  values.find((bound) => Number(bound) >= Number(value)) ?? values[0] ?? '';

export const check = defineCheck({
  id: 'le-bucket',
  severity: 'error',
  question:
    'Does every le matcher name a bucket of the histogram, and does every quantile matcher match the spelling that Prometheus stores?',
  symptom: 'A latency objective counts no request as fast enough, or no request at all.',
  why: 'le is compared as a string. The histogram has only the buckets of its metric table, and whole numbers have two spellings: clients expose le="1", and Prometheus 3 stores le="1.0".',
  remedy: 'Use the bound of a bucket. For whole numbers match both spellings.',
  see: 'https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    aboutEach(analysis.selectors, (node) => {
      const verdict = analysis.verdict(node);
      if (verdict?.kind === 'bucket')
        return {
          message: `${showMatcher(verdict.matcher)} matches no bucket of the histogram`,
          found: verdict.matcher.value,
          expected: oneOf(bounds(verdict.values)),
          fix: `write le="${nearestBound(verdict.matcher.value, bounds(verdict.values))}", or add the bucket to the metric table`,
        };
      const matcher = node.matchers.find(
        ({ label, operator, value }) => NUMBERS.includes(label) && operator === '=' && WHOLE.test(value),
      );
      if (matcher === undefined) return undefined;
      const isHistogram = analysis.catalog.metric(node.name ?? '')?.kind === 'histogram';
      if (matcher.label === 'le' && !isHistogram) return undefined;
      const number = matcher.value.replace(/\.0$/, '');
      return {
        severity: 'warning',
        message: `${showMatcher(matcher)} matches only one of two spellings`,
        found: matcher.value,
        expected: `${number} as exposed by clients, and ${number}.0 as stored by Prometheus 3`,
        fix: `write ${matcher.label}=~"${number}|${number}.0"`,
      };
    }),
});
