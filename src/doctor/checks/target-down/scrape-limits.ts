import { nameOf } from '../../../kubernetes/object';
import { contractSeriesBound, type Contract } from '../../../metrics/contract';
import { seriesNames, type Metric } from '../../../metrics/metric';
import { limitOf, type Limit, type LimitName } from '../../../operator/limits';
import type { ScrapeLink, ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Reported } from '../../check';

// Certain: more samples than the contract of our own service allows, more labels than its series have, and more
// targets than there are replicas written down. Nothing is known about the series of others. Where series are kept or
// dropped first, their number is not known either.
export const check = defineCheck({
  id: 'scrape-limits',
  severity: 'error',
  question: 'Do the limits of every monitor leave room for what is scraped?',
  symptom:
    'The target is down with "sample limit exceeded", "label_limit exceeded" or "target_limit exceeded", often after a release.',
  why: 'A limit does not cut off the rest: it fails the whole scrape, and a target limit fails every target of the job.',
  remedy: 'Raise the limit above what the service can expose, or expose less.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config',
  needs: ['paths', 'contracts', 'prometheus', 'targetLabels'],
  find: (facts) => {
    const { paths, prometheus } = facts;
    return paths.flatMap((path) => [
      ...samples(path, facts),
      ...labels(path, facts),
      ...targets(path, prometheus),
    ]);
  },
});

type Needed = Pick<Facts, 'contracts' | 'prometheus' | 'targetLabels'>;

function samples(path: ScrapePath, { contracts, prometheus }: Needed): readonly Reported[] {
  const limit = limitOf(path.monitor, 'sampleLimit', prometheus);
  const filtered = path.endpoint.metricRelabelings.some(({ action = '' }) => /^(keep|drop)/i.test(action));
  if (limit === undefined || filtered) return [];
  return path.links.slice(0, 1).flatMap(({ service }) => {
    const contract = service === undefined ? undefined : contracts.of(service);
    const bound = contract === undefined ? 0 : contractSeriesBound(contract);
    if (service === undefined || bound <= limit.value || bound === Infinity) return [];
    const problem = `is below the ${bound} series that a target of ${nameOf(service)} may expose`;
    return [tooLow(path, prometheus, 'sampleLimit', limit, bound, problem)];
  });
}

function labels(path: ScrapePath, { contracts, prometheus, targetLabels }: Needed): readonly Reported[] {
  const limit = limitOf(path.monitor, 'labelLimit', prometheus);
  if (limit === undefined) return [];
  return targetsOf(path)
    .slice(0, 1)
    .flatMap(([link, target]) => {
      const modelled = targetLabels.of(path, link, target);
      const own = modelled.labels;
      if (own === undefined) return [];
      const contract = contractOf(link, contracts);
      // The name of a series counts as a label.
      const counts = Object.values(contract ?? {}).map(
        (metric) =>
          Object.keys(modelled.series(seriesNames(metric)[0]!, labelsOf(metric)) ?? {}).filter(
            (name) => name !== '__name__',
          ).length + 1,
      );
      const most = Math.max(Object.keys(own).length + 1, ...counts);
      if (most <= limit.value) return [];
      const problem = `is below the ${most} labels that series have after the scrape, with their name`;
      return [tooLow(path, prometheus, 'labelLimit', limit, most, problem)];
    });
}

const contractOf = ({ service }: ScrapeLink, contracts: Needed['contracts']): Contract | undefined =>
  service === undefined ? undefined : contracts.of(service);

const labelsOf = (metric: Metric): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Object.keys(metric.labels), ...(metric.kind === 'histogram' ? ['le'] : [])].map((name) => [
      name,
      '1',
    ]),
  );

function targets(path: ScrapePath, prometheus: PrometheusSettings): readonly Reported[] {
  const limit = limitOf(path.monitor, 'targetLimit', prometheus);
  if (limit === undefined) return [];
  const count = targetsOf(path).reduce((sum, [, { pod }]) => sum + (pod.replicas ?? 1), 0);
  // Relabeling may drop some of them, and shards share them.
  const dropped = path.endpoint.relabelings.some(({ action = '' }) => /^(keep|drop)/i.test(action));
  if (count <= limit.value || dropped || prometheus.shards > 1) return [];
  const problem = `is below the ${count} targets that the replicas make`;
  return [tooLow(path, prometheus, 'targetLimit', limit, count, problem)];
}

function tooLow(
  { monitor }: ScrapePath,
  prometheus: PrometheusSettings,
  name: LimitName,
  { by, value, field }: Limit,
  needed: number,
  message: string,
): Reported {
  return {
    object: by === 'monitor' ? monitor : (prometheus.object ?? monitor),
    resource: by === 'monitor' ? nameOf(monitor) : prometheus.name,
    path: field,
    message: by === 'monitor' ? message : `${message} (${nameOf(monitor)})`,
    found: value,
    expected: `${needed} or more`,
    fix: `${by === 'monitor' ? name : field.split('.').at(-1)}: ${needed}`,
  };
}
