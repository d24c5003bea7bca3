import { nameOf } from '../../../kubernetes/object';
import { contractSeriesBound } from '../../../metrics/contract';
import type { Metric } from '../../../metrics/metric';
import { storedNames } from '../../../metrics/series';
import { limitOf, type Limit, type LimitName } from '../../../operator/limits';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { linkedService } from '../../contract-of-link';
import { targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Found, type Reported } from '../../check';

// Certain: fewer samples or labels than the metric table of a service of our catalog can expose, and fewer targets than
// replicas. The series of foreign services are unknown, and so is their number after relabeling drops some.
export const check = defineCheck({
  id: 'scrape-limits',
  severity: 'error',
  question: 'Are the limits of every monitor high enough for its targets?',
  symptom:
    'The target is down with "sample limit exceeded", "label_limit exceeded" or "target_limit exceeded", often after a release.',
  why: 'A limit does not truncate: it fails the whole scrape, and a target limit fails every target of the job.',
  remedy: 'Raise the limit above what the service can expose, or expose less.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config',
  needs: ['paths', 'contracts', 'prometheus', 'targetLabels'],
  find: (facts) =>
    facts.paths.map((path) => [samples(path, facts), labels(path, facts), targets(path, facts.prometheus)]),
});

type Needed = Pick<Facts, 'contracts' | 'prometheus' | 'targetLabels'>;

function samples(path: ScrapePath, { contracts, prometheus }: Needed): Found {
  const limit = limitOf(path.monitor, 'sampleLimit', prometheus);
  const filtered = path.endpoint.metricRelabelings.some(({ action = '' }) => /^(keep|drop)/i.test(action));
  if (limit === undefined || filtered) return undefined;
  return path.links.slice(0, 1).flatMap((link) => {
    const service = linkedService(path, link, contracts);
    const bound = service?.contract === undefined ? 0 : contractSeriesBound(service.contract);
    if (service === undefined || bound <= limit.value || bound === Infinity) return undefined;
    const message = `the limit is below the ${bound} series that a target of ${service.title} can expose`;
    return tooLow(path, prometheus, 'sampleLimit', limit, bound, message);
  });
}

function labels(path: ScrapePath, { contracts, prometheus, targetLabels }: Needed): Found {
  const limit = limitOf(path.monitor, 'labelLimit', prometheus);
  if (limit === undefined) return undefined;
  return targetsOf(path)
    .slice(0, 1)
    .flatMap(([link, target]) => {
      const modelled = targetLabels.of(path, link, target);
      const own = modelled.labels;
      if (own === undefined) return undefined;
      const contract = linkedService(path, link, contracts)?.contract;
      // The name of a series counts as a label.
      const counts = Object.values(contract ?? {}).map(
        (metric) =>
          Object.keys(modelled.series(storedNames(metric)[0]!, labelsOf(metric)) ?? {}).filter(
            (name) => name !== '__name__',
          ).length + 1,
      );
      const most = Math.max(Object.keys(own).length + 1, ...counts);
      if (most <= limit.value) return undefined;
      const message = `the limit is below the ${most} labels of a series after the scrape, including its name`;
      return tooLow(path, prometheus, 'labelLimit', limit, most, message);
    });
}

/** Labels that the format itself sets. */
const OWN_LABELS: Partial<Record<Metric['kind'], readonly string[]>> = {
  histogram: ['le'],
  summary: ['quantile'],
};

const labelsOf = (metric: Metric): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...Object.keys(metric.labels), ...(OWN_LABELS[metric.kind] ?? [])].map((name) => [name, '1']),
  );

function targets(path: ScrapePath, prometheus: PrometheusSettings): Found {
  const limit = limitOf(path.monitor, 'targetLimit', prometheus);
  if (limit === undefined) return undefined;
  const count = targetsOf(path).reduce((sum, [, { pod }]) => sum + (pod.replicas ?? 1), 0);
  // Relabeling may drop some of them, and shards share them.
  const dropped = path.endpoint.relabelings.some(({ action = '' }) => /^(keep|drop)/i.test(action));
  if (count <= limit.value || dropped || prometheus.shards > 1) return undefined;
  const message = `the limit is below the ${count} targets of the replicas`;
  return tooLow(path, prometheus, 'targetLimit', limit, count, message);
}

function tooLow(
  { monitor }: ScrapePath,
  prometheus: PrometheusSettings,
  name: LimitName,
  { by, value, path }: Limit,
  needed: number,
  message: string,
): Reported {
  return {
    object: by === 'monitor' ? monitor : (prometheus.object ?? monitor),
    resource: by === 'monitor' ? nameOf(monitor) : prometheus.name,
    path,
    message: by === 'monitor' ? message : `${message} (${nameOf(monitor)})`,
    found: value,
    expected: `${needed} or more`,
    fix: `${by === 'monitor' ? name : path.split('.').at(-1)}: ${needed}`,
  };
}
