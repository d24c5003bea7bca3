import { sampleLimit } from '../../catalog/placement';
import { seriesBound } from '../../metrics/series';
import { ofExposed, type Difference, type PageCheck } from '../check';
import type { Facts } from '../facts';
import { allGone } from '../series-changes';

export const seriesCount: PageCheck = {
  id: 'series-count',
  question: 'Does the page stay within the series that the contract and the scrape allow?',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config',
  differences: (facts) => [...wholePage(facts), ...eachMetric(facts)],
};

function wholePage({ service, read }: Facts): readonly Difference[] {
  const series = read.page.families.reduce((sum, { samples }) => sum + samples.length, 0);
  const { seriesBudget } = service;
  if (seriesBudget === undefined || series <= seriesBudget) return [];
  const limit = sampleLimit(seriesBudget);
  const refused = series > limit;
  return [
    {
      resource: `page ${read.source}`,
      path: 'series',
      message: refused
        ? `${series} series exceed the sample limit of the scrape, so Prometheus rejects the whole page`
        : `${series} series exceed the series budget, so its alert fires`,
      found: series,
      expected: `at most ${refused ? limit : seriesBudget}`,
      fix: 'bound the label that grows, or raise seriesBudget of the service',
      severity: 'error',
      ...(refused ? { change: allGone(Object.values(service.metrics)) } : {}),
    },
  ];
}

const eachMetric = ofExposed(({ metric, samples }) => {
  const bound = seriesBound(metric);
  if (samples.length <= bound) return undefined;
  return {
    path: 'series',
    message: `${samples.length} series are more than the labels and buckets of the contract allow`,
    found: samples.length,
    expected: `at most ${bound}`,
    fix: 'bound the label that grows, or count it in the contract',
  };
});
