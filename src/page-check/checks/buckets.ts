import { bucketBounds } from '../../exposition/buckets';
import { parseNumber } from '../../exposition/number';
import type { Sample } from '../../exposition/page';
import { storedLabels } from '../../exposition/stored-labels';
import type { Histogram, Metric } from '../../metrics/metric';
import { ofExposed, type MetricDifference, type PageCheck } from '../check';
import type { Exposed, Facts } from '../facts';
import type { SeriesChange } from '../impact';
import { labelSets, onSome } from '../label-sets';
import { boundsGone, quantilesChanged } from '../series-changes';

export const buckets: PageCheck = {
  id: 'buckets',
  question: 'Does every histogram have the buckets of the contract, in a form that rules match?',
  see: 'https://prometheus.io/docs/practices/histograms/',
  differences: ofExposed((one, facts) => {
    const { metric } = one;
    // missing-series or metric-type reports a histogram without buckets.
    const classic = classicForm(metric);
    if (classic === undefined || bucketSets(one).length === 0) return undefined;
    return [missing(one, classic), beyond(one, classic), unmatched(one, classic, facts)].flatMap(
      (difference) => difference ?? [],
    );
  }),
};

/** The histogram whose buckets a page shows: not those of a native one, unless the scrape converts it. */
function classicForm(metric: Metric): Histogram | undefined {
  if (metric.kind === 'histogram') return metric;
  return metric.kind === 'native histogram' && 'bounds' in metric.buckets
    ? { ...metric, kind: 'histogram', buckets: metric.buckets.bounds }
    : undefined;
}

type Samples = readonly Sample[];

/** Buckets of each label set that has some. */
const bucketSets = (one: Exposed): readonly Samples[] =>
  labelSets(one)
    .map((set) => set.filter(({ name }) => name.endsWith('_bucket')))
    .filter((set) => set.length > 0);

const boundsOf = ({ metric }: Exposed, samples: Samples): readonly number[] =>
  bucketBounds({ name: metric.name, type: 'histogram', line: 1, samples });

/** By label set: the bounds of one are not those of another. */
function missing(one: Exposed, metric: Histogram): MetricDifference | undefined {
  const sets = bucketSets(one);
  const lackingOf = (set: Samples) => {
    const bounds = boundsOf(one, set);
    return metric.buckets.filter((bound) => !bounds.includes(bound));
  };
  const short = sets.filter((set) => lackingOf(set).length > 0);
  const [first] = short;
  if (first === undefined) return undefined;
  const lacking = metric.buckets.filter((bound) => short.some((set) => lackingOf(set).includes(bound)));
  const quantiles = quantilesChanged(metric);
  const named = boundsGone(metric, sets.map(textsOf));
  return {
    path: 'buckets',
    message: `buckets are missing: ${lacking.join(', ')}${onSome(short.length, sets.length)}`,
    found: boundsOf(one, first),
    expected: metric.buckets.join(', '),
    fix: `give ${metric.name} the buckets [${metric.buckets.join(', ')}]`,
    change: (selector, rule) => quantiles(selector, rule) ?? named(selector, rule),
    line: first[0]?.line,
  };
}

function beyond(one: Exposed, metric: Histogram): MetricDifference | undefined {
  const more = boundsOf(one, one.samples).filter((bound) => !metric.buckets.includes(bound));
  if (more.length === 0) return undefined;
  return {
    path: 'buckets',
    message: `bounds ${more.join(', ')} are not in the contract, and each adds a series to every label set`,
    found: more,
    expected: metric.buckets.join(', '),
    fix: 'drop them, or add them to the contract',
  };
}

/** The number is right, but rules do not match its notation, such as `2.5e-1`. Prometheus 3 writes bounds anew. */
function unmatched(one: Exposed, metric: Histogram, { impactOf }: Facts): MetricDifference | undefined {
  const sets = bucketSets(one).map(textsOf);
  const odd = [...new Set(sets.flat())].filter((le) => {
    const bound = parseNumber(le);
    return bound !== undefined && metric.buckets.includes(bound) && !isUsual(le, bound);
  });
  if (odd.length === 0) return undefined;
  const breaksRules = (change: SeriesChange) => {
    const { disables, distorts } = impactOf(change);
    return disables.length + distorts.length > 0;
  };
  const change = boundsGone(metric, sets);
  if (!breaksRules(change)) return undefined;
  const rewritten = bucketSets(one).map((set) =>
    set.map((sample) => storedLabels(sample, 3).get('le') ?? ''),
  );
  const everywhere = breaksRules(boundsGone(metric, rewritten));
  return {
    path: 'buckets',
    message: everywhere
      ? `bounds are written as ${odd.join(', ')}, which Prometheus stores as text`
      : `bounds are written as ${odd.join(', ')}, which Prometheus 2 stores as text`,
    found: odd,
    expected: metric.buckets.join(', '),
    fix: 'write bounds in plain decimals, as client libraries do',
    change,
    severity: everywhere ? 'error' : 'warning',
  };
}

/** `le="1"` and `le="1.0"` are the same to rules. */
const isUsual = (le: string, bound: number): boolean => le === String(bound) || le === `${bound}.0`;

const textsOf = (set: Samples): readonly string[] => set.map(({ labels }) => labels.get('le') ?? '');
