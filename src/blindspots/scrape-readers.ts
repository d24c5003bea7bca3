import { hasExporter } from '../doctor/expressions/exporters';
import { matches } from '../doctor/expressions/matchers';
import { TARGET_SERIES } from '../doctor/expressions/series-catalog';
import type { Labels } from '../kubernetes/object';
import type { Selector } from '../promql/expr';
import type { UnreadScrape } from './unread-scrapes';

/** A job that no scrape has. What matches it, such as `job!="a"`, names no job. */
const NO_JOB = 'no-scrape/has-it';

/** Whether a selector names a job, which is one of these. */
export const namesJob = ({ matchers }: Pick<Selector, 'matchers'>, jobs: UnreadScrape['jobs']): boolean =>
  matchers.some((matcher) => matcher.label === 'job' && !matches(matcher, NO_JOB)) &&
  [...jobs].some((job) => hold(matchers, { job }));

/**
 * Whether a selector names the job of a scrape, or its metric is one that every target has or that of an exporter with
 * the name of the job.
 */
export const isOfScrape = (
  { name = '', matchers }: Selector,
  { jobs, labels }: Pick<UnreadScrape, 'jobs' | 'labels'>,
): boolean =>
  hold(matchers, labels) &&
  (namesJob({ matchers }, jobs) ||
    ((isOfAnyTarget({ name, matchers }, labels) || hasExporter(name, jobs) === true) &&
      [...jobs].some((job) => hold(matchers, { job }))));

/** Whether every target has the series. Matchers on labels that are not known may leave some out. */
const isOfAnyTarget = ({ name = '', matchers }: Omit<Selector, 'node'>, labels: Labels): boolean =>
  TARGET_SERIES.includes(name) && matchers.every(({ label }) => label === 'job' || label in labels);

/** Whether matchers on some labels hold. */
const hold = (matchers: Selector['matchers'], labels: Labels): boolean =>
  matchers.every((matcher) => !(matcher.label in labels) || matches(matcher, labels[matcher.label]!));
