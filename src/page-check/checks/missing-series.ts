import type { Sample } from '../../exposition/page';
import { seriesNames } from '../../metrics/metric';
import type { PageCheck, Difference } from '../check';
import type { Exposed } from '../facts';
import { labelSets, labelSetText, onSome } from '../label-sets';
import { seriesGone, seriesLacking } from '../series-changes';
import { about } from '../wording';

export const missingSeries: PageCheck = {
  id: 'missing-series',
  question: 'Does every metric have all of its series (buckets, count and sum)?',
  see: 'https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries',
  // A metric of another type has other series; metric-type reports it.
  differences: ({ exposed }) =>
    exposed.filter(({ metric, type }) => metric.kind === type).flatMap(differences),
};

function differences(one: Exposed): readonly Difference[] {
  const { metric, family, samples } = one;
  const [first] = samples.length > 0 ? samples : (family?.samples ?? []);
  // no-series reports a metric without samples.
  if (first === undefined) return [];
  const sets = labelSets(one);
  return seriesNames(metric).flatMap((name) => {
    const without = sets.filter((set) => !set.some((sample) => sample.name === name));
    const gone = without.length === sets.length;
    return gone || without.length > 0 ? [difference(one, name, { first, sets, without, gone })] : [];
  });
}

interface Lacking {
  readonly first: Sample;
  readonly sets: readonly (readonly Sample[])[];
  readonly without: readonly (readonly Sample[])[];
  readonly gone: boolean;
}

function difference({ metric }: Exposed, name: string, { first, sets, without, gone }: Lacking): Difference {
  const [lacking = []] = without;
  return {
    resource: about(metric),
    path: `series ${name}`,
    message: `series are missing${onSome(without.length, sets.length)}`,
    found: gone ? undefined : labelSetText(lacking),
    expected: `${seriesNames(metric).join(', ')} for every label set`,
    fix: `let a client library write the ${metric.kind}: it exposes all of its series together`,
    change: gone ? seriesGone([name]) : seriesLacking([name]),
    // A sum may be absent: OpenMetrics requires that for observations below 0.
    ...(name.endsWith('_sum') ? {} : { severity: 'error' as const }),
    line: lacking[0]?.line ?? first.line,
  };
}
