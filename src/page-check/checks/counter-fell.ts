import { seriesKey } from '../../exposition/series-key';
import type { Sample } from '../../exposition/page';
import type { PageCheck, Difference } from '../check';
import { exposedOf, type Facts, type ReadPage } from '../facts';
import { seriesChanged } from '../series-changes';
import { about } from '../wording';

export const counterFell: PageCheck = {
  id: 'counter-fell',
  question: 'Did counters only rise between two reads of the page?',
  see: 'https://prometheus.io/docs/concepts/metric_types/#counter',
  differences: (facts) => (facts.later === undefined ? [] : between(facts, facts.later)),
};

function between({ exposed, read, service }: Facts, later: ReadPage): readonly Difference[] {
  const [start, restart] = [read, later].map(startOf);
  if (start !== undefined && restart !== undefined && start.value !== restart.value)
    return [restartDifference(start, restart, later)];
  const cause =
    restart === undefined
      ? `, and without ${START_TIME} a restart cannot be ruled out`
      : ' although the process did not restart';
  const after = new Map(
    exposedOf(Object.values(service.metrics), later.page).map(({ metric, samples }) => [metric, samples]),
  );
  return exposed
    .filter(({ metric }) => metric.kind !== 'gauge')
    .flatMap(({ metric, samples }) => {
      const now = new Map((after.get(metric) ?? []).map((sample) => [seriesKey(sample), sample]));
      // The sum of a histogram may fall, as observations can be below 0, and so may the quantiles of a summary.
      const counts = samples.filter(
        ({ name }) => !name.endsWith('_sum') && !(metric.kind === 'summary' && name === metric.name),
      );
      const worse = counts
        .map((before) => ({ before, sample: now.get(seriesKey(before)) }))
        .find(({ before, sample }) => sample === undefined || sample.value < before.value);
      if (worse === undefined) return [];
      const { before, sample } = worse;
      return [
        {
          resource: about(metric),
          path: 'value',
          message:
            sample === undefined
              ? `a series is missing from the later read${cause}`
              : `the counter fell from ${before.value} to ${sample.value}${cause}; every rate treats that as a restart`,
          found: seriesText(before),
          expected: 'a counter that only rises while the process lives',
          fix: 'count events rather than set a number; and read one pod, not a Service that picks another each time',
          severity: 'error' as const,
          change: seriesChanged(metric),
          on: later,
          line: sample?.line ?? 1,
        },
      ];
    });
}

/** Start time of a process, as client libraries expose it. */
const START_TIME = 'process_start_time_seconds';

const startOf = ({ page: { families } }: ReadPage): Sample | undefined =>
  families.find(({ name }) => name === START_TIME)?.samples[0];

function restartDifference(before: Sample, after: Sample, on: ReadPage): Difference {
  return {
    resource: `page ${on.source}`,
    path: START_TIME,
    message: 'the two reads come from different processes, whose counters cannot be compared',
    found: after.value,
    expected: String(before.value),
    fix: 'repeat the check against one pod rather than a Service in front of several',
    severity: 'info',
    line: after.line,
    on,
  };
}

const seriesText = ({ name, labels }: Sample): string =>
  `${name}{${[...labels].map(([label, value]) => `${label}="${value}"`).join(',')}}`;
