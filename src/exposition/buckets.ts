import { groupBy } from '../findings/group-by';
import { parseNumber } from './number';
import type { Defect, Family, Sample } from './page';
import { keyWithout } from './series-key';

interface Bucket {
  readonly bound: number;
  readonly sample: Sample;
}

/** Upper bounds of a family's buckets without +Inf, ascending, each once however it is written. */
export function bucketBounds(family: Family): readonly number[] {
  const bounds = bucketsOf(family.samples).map(({ bound }) => bound);
  return [...new Set(bounds)].filter(Number.isFinite).toSorted((a, b) => a - b);
}

/** What is wrong with the buckets of a histogram, by set of labels. */
export function bucketDefects(family: Family): readonly Defect[] {
  if (family.type !== 'histogram') return [];
  const children = groupBy(family.samples, (sample) => keyWithout('le', sample));
  return [...children.values()].flatMap((samples) => childDefects(samples));
}

const isBucket = ({ name }: Sample): boolean => name.endsWith('_bucket');

function bucketsOf(samples: readonly Sample[]): readonly Bucket[] {
  return samples.filter(isBucket).flatMap((sample) => {
    const bound = boundOf(sample);
    return bound === undefined ? [] : [{ bound, sample }];
  });
}

function boundOf({ labels }: Sample): number | undefined {
  const bound = parseNumber(labels.get('le') ?? '');
  return Number.isNaN(bound) ? undefined : bound;
}

function childDefects(samples: readonly Sample[]): readonly Defect[] {
  const buckets = bucketsOf(samples).toSorted((a, b) => a.bound - b.bound);
  const unbounded = samples.filter((sample) => isBucket(sample) && boundOf(sample) === undefined);
  const count = samples.find(({ name }) => name.endsWith('_count'));
  const last = buckets.at(-1);
  const found: Omit<Defect, 'refused'>[] = unbounded.map(({ line, labels }) => ({
    line,
    message: 'bucket without a bound',
    found: labels.get('le'),
    fix: 'give it the label le with a number',
  }));
  if (last !== undefined && last.bound !== Infinity)
    found.push({
      line: last.sample.line,
      message: 'the last bucket of the histogram is not +Inf',
      found: last.bound,
      fix: 'add the bucket le="+Inf": without it no quantile can be computed',
    });
  for (const [index, { sample }] of buckets.entries()) {
    const below = buckets[index - 1]?.sample;
    if (below !== undefined && sample.value < below.value)
      found.push({
        line: sample.line,
        message: `the bucket counts less than the one below it, on line ${below.line}`,
        found: sample.value,
        fix: 'count every observation in all buckets that are wide enough',
      });
  }
  if (count !== undefined && last?.bound === Infinity && count.value !== last.sample.value)
    found.push({
      line: count.line,
      message: `the count differs from the bucket le="+Inf" on line ${last.sample.line}`,
      found: count.value,
      fix: 'write both from one snapshot',
    });
  return found.map((one) => ({ ...one, refused: false }));
}
