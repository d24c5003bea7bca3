import { seriesNames } from '../../metrics/metric';
import type { ContractCheck } from '../check';
import { drawnFrom } from '../drawn';
import { seriesGone } from '../losses';
import { about } from '../wording';

export const missingMetric: ContractCheck = {
  id: 'missing-metric',
  question: 'Does the page have every metric of the contract?',
  see: 'https://prometheus.io/docs/practices/naming/#metric-names',
  differences: ({ missing, read, service }) =>
    missing.map((metric) => {
      const drawn = drawnFrom(metric, service);
      const misnamed = read.page.families.find(({ name }) => `${name}_total` === metric.name);
      return {
        resource: about(metric),
        path: 'name',
        message: 'is not on the page',
        found: misnamed?.name,
        expected: `a ${metric.kind} of this name`,
        fix:
          misnamed === undefined
            ? `expose it, or take it out of the contract`
            : `rename ${misnamed.name} to ${metric.name}`,
        loss: seriesGone(seriesNames(metric)),
        ...(drawn === undefined ? {} : { besides: `leaves dashboards without ${drawn}` }),
      };
    }),
};
