import { children, type Call, type Expr, type RangeSelector, type Selector } from '../../promql/expr';
import { listOf, mapOf, textOf } from '../../kubernetes/object';
import { tryMilliseconds } from '../../promql/window';
import type { Facts } from '../check';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';

/** Functions that need two samples in their window. */
export const RATES: readonly string[] = ['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv'];

/** The range argument of a function; undefined for a subquery. */
export const rangeOf = ({ args }: Call): RangeSelector | undefined =>
  args.find((arg): arg is RangeSelector => arg.node === 'range');

/** Seconds between the samples of a selector, the longest of all its series; undefined if unknown. */
export function intervalOf(selector: Selector, catalog: SeriesCatalog): number | undefined {
  const name = nameOfSelector(selector);
  const complete = name !== undefined && catalog.of(name)?.complete === true;
  const origins = complete ? catalog.originsOf(selector) : undefined;
  const intervals = origins?.map((origin) =>
    'rule' in origin ? origin.rule.interval : origin.from.interval,
  );
  if (intervals !== undefined && intervals.length > 0) return Math.max(...intervals);
  const job = selector.matchers.find(({ label, operator }) => label === 'job' && operator === '=');
  return job && catalog.jobs.intervalOf(job.value);
}

export function lookback(expr: Expr): number {
  switch (expr.node) {
    case 'selector':
      return past(expr);
    case 'range':
      return expr.window + past(expr.selector);
    case 'subquery':
      return expr.window + past(expr) + lookback(expr.expr);
    default:
      return Math.max(0, ...children(expr).map(lookback));
  }
}

/** The largest offset in an expression: newer samples are not read there. */
export function skipped(expr: Expr): number {
  switch (expr.node) {
    case 'selector':
      return past(expr);
    case 'subquery':
      return past(expr) + skipped(expr.expr);
    default:
      return Math.max(0, ...children(expr).map(skipped));
  }
}

/** With `@` the evaluation time is fixed, so its distance to now is unknown. */
const past = ({ offset = 0, at }: Pick<Selector, 'offset' | 'at'>): number =>
  at === undefined ? Math.max(0, offset) : 0;

/** Seconds between the most frequent scrapes that were read; undefined where not even a default was. */
export function shortestInterval({
  prometheus,
  paths,
  manifests,
}: Pick<Facts, 'prometheus' | 'paths' | 'manifests'>): number | undefined {
  const { origin, object, scrapeInterval } = prometheus;
  // What Prometheus takes without a configuration says nothing about one that was not read.
  if (origin === 'chart defaults' || object?.plain === 'assumed') return undefined;
  const own = [
    ...paths.map(({ endpoint }) => endpoint.interval),
    ...manifests.kind('Probe', 'ScrapeConfig').map(({ fields }) => {
      const { interval, scrapeInterval: ofConfig } = mapOf(fields['spec']);
      return textOf(interval) ?? textOf(ofConfig);
    }),
    ...listOf(object?.fields['scrapeConfigs']).map((job) => textOf(mapOf(job)['scrape_interval'])),
  ].flatMap((text) => tryMilliseconds(text ?? '') || []);
  return Math.min(scrapeInterval, ...own.map((length) => length / 1000));
}
