import { ofExposed, type PageCheck } from '../check';

export const noSeries: PageCheck = {
  id: 'no-series',
  question: 'Does every metric have a series already?',
  see: 'https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics',
  differences: ofExposed(({ samples, family }) =>
    samples.length > 0 || family?.samples.length !== 0
      ? undefined
      : {
          path: 'series',
          message: 'the metric has no series yet, and a rate misses the first value of a new series',
          found: undefined,
          expected: 'series at 0 from the start for the labels that rules select',
          fix: 'initialise the label values when the process starts, or repeat the check after some requests',
          severity: 'warning',
        },
  ),
};
