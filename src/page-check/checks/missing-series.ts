import { pageType, seriesNames } from '../../metrics/series';
import { ofExposed, type PageCheck } from '../check';
import { labelSets, labelSetText, onSome } from '../label-sets';
import { seriesGone, seriesLacking } from '../series-changes';

export const missingSeries: PageCheck = {
  id: 'missing-series',
  question: 'Does every metric have all of its series (buckets, count and sum)?',
  see: 'https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries',
  differences: ofExposed((one) => {
    const { metric, family, type, samples } = one;
    // A metric of another type has other series; metric-type reports it.
    if (pageType(metric) !== type) return undefined;
    const [first] = samples.length > 0 ? samples : (family?.samples ?? []);
    // no-series reports a metric without samples.
    if (first === undefined) return undefined;
    const sets = labelSets(one);
    return seriesNames(metric).flatMap((name) => {
      const without = sets.filter((set) => !set.some((sample) => sample.name === name));
      const gone = without.length === sets.length;
      if (!gone && without.length === 0) return [];
      const [lacking = []] = without;
      return {
        path: `series ${name}`,
        message: `series are missing${onSome(without.length, sets.length)}`,
        found: gone ? undefined : labelSetText(metric, lacking),
        expected: `${seriesNames(metric).join(', ')} for every label set`,
        fix: `let a client library write the ${pageType(metric)}: it exposes all of its series together`,
        change: gone ? seriesGone([name]) : seriesLacking([name]),
        // A sum may be absent: OpenMetrics requires that for observations below 0.
        ...(name.endsWith('_sum') ? {} : { severity: 'error' as const }),
        line: lacking[0]?.line ?? first.line,
      };
    });
  }),
};
