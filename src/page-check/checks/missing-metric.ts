import { pageType, seriesNames, storedNames } from '../../metrics/series';
import type { PageCheck } from '../check';
import { dashboardUse } from '../dashboard-use';
import { seriesGone } from '../series-changes';
import { about } from '../wording';

export const missingMetric: PageCheck = {
  id: 'missing-metric',
  question: 'Does the page have every metric of the contract?',
  see: 'https://prometheus.io/docs/practices/naming/#metric-names',
  differences: ({ missing, read, service }) =>
    missing.map((metric) => {
      const usedFor = dashboardUse(metric, service);
      const misnamed = read.page.families.find(({ name }) => `${name}_total` === metric.name);
      return {
        resource: about(metric),
        path: 'name',
        message: 'the metric is not on the page',
        found: misnamed?.name,
        expected: `a ${pageType(metric)} of this name`,
        fix:
          misnamed === undefined
            ? `expose it, or take it out of the contract`
            : `rename ${misnamed.name} to ${metric.name}`,
        change: seriesGone([...seriesNames(metric), ...storedNames(metric)]),
        ...(usedFor === undefined ? {} : { besides: `leaves dashboards without ${usedFor}` }),
      };
    }),
};
