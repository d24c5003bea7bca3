import type { Sample } from '../../exposition/page';
import { seriesNames } from '../../metrics/series';
import { ofExposed, type MetricDifference, type PageCheck } from '../check';
import type { Exposed, Facts, ReadPage } from '../facts';
import { seriesGone, seriesLacking } from '../series-changes';

export const timestamps: PageCheck = {
  id: 'timestamps',
  question: 'Do samples come without timestamps of their own?',
  see: 'https://prometheus.io/docs/instrumenting/writing_exporters/#scheduling',
  differences: ofExposed(stamped),
};

/** How far in seconds a sample may lie behind and ahead of the scrape: the span of the head of the database, roughly. */
const OLDEST = 3600;
const NEWEST = 600;
/** The time of the scrape is unknown for a page in a file. */
const OLDEST_IN_FILE = 365 * 24 * 3600;

function stamped({ metric, samples }: Exposed, { read }: Facts): MetricDifference | undefined {
  const own = samples.filter(({ timestampSeconds }) => timestampSeconds !== undefined);
  const outside = own.filter((sample) => isOutside(sample, read));
  const first = outside[0] ?? own[0];
  if (first === undefined) return undefined;
  const common = {
    path: 'timestamp',
    found: first.timestampSeconds,
    expected: 'no timestamp, so that the time of the scrape is used',
    fix: 'leave timestamps out',
    line: first.line,
  };
  if (outside.length === 0)
    return {
      ...common,
      message: 'the service sets timestamps, so Prometheus does not notice when the series ends',
      severity: 'warning',
    };
  const there = new Set(samples.filter((sample) => !outside.includes(sample)).map(({ name }) => name));
  const gone = seriesGone(seriesNames(metric).filter((name) => !there.has(name)));
  const lacking = seriesLacking(outside.map(({ name }) => name));
  return {
    ...common,
    message: `timestamps are out of bounds on ${outside.length} of ${samples.length} series, so Prometheus drops these samples`,
    severity: 'error',
    change: (selector, rule) => gone(selector, rule) ?? lacking(selector, rule),
  };
}

function isOutside({ timestampSeconds }: Sample, { readAtSeconds, http }: ReadPage): boolean {
  if (timestampSeconds === undefined || readAtSeconds === undefined) return false;
  const age = readAtSeconds - timestampSeconds;
  return age > (http === undefined ? OLDEST_IN_FILE : OLDEST) || -age > NEWEST;
}
