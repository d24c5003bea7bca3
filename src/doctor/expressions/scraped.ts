import type { Relabeling } from '../../kubernetes/relabeling';
import { nameOf } from '../../kubernetes/object';
import { tryMilliseconds } from '../../promql/window';
import type { Contract } from '../../metrics/contract';
import type { Metric } from '../../metrics/metric';
import { storedNames } from '../../metrics/series';
import type { ScrapeLink, ScrapePath, TargetGroup } from '../../operator/scrape-path';
import type { PrometheusSettings } from '../../operator/settings';
import type { Facts } from '../check';
import { linkedService } from '../contract-of-link';
import type { ModelledTarget } from '../target-labels';
import type { Origin } from './candidates';
import { seriesLabels } from './series-labels';
import type { LabelFact } from './shape';

/** Targets of one link, with the contract of their service if known. */
export interface ScrapedTarget {
  readonly path: ScrapePath;
  readonly link: ScrapeLink;
  readonly target: TargetGroup;
  readonly modelled: ModelledTarget & { readonly labels: NonNullable<ModelledTarget['labels']> };
  readonly contract?: Contract;
  /** Seconds between scrapes. */
  readonly interval: number;
}

/** Series of one metric on the targets of one link. */
export interface ScrapedSeries extends Origin {
  readonly from: ScrapedTarget;
  /** Names of the labels that the scrape attaches. */
  readonly targetLabels: ReadonlySet<string>;
  /** @default a series that Prometheus writes itself */
  readonly metric?: Metric;
}

type Scraping = Pick<Facts, 'paths' | 'targetLabels' | 'contracts' | 'prometheus'>;

/** Every target with computed labels. Targets that relabeling drops have no series. */
export function scrapedTargets({
  paths,
  targetLabels,
  contracts,
  prometheus,
}: Scraping): readonly ScrapedTarget[] {
  return paths.flatMap((path) =>
    path.links.flatMap((link) =>
      link.targets.flatMap((target): readonly ScrapedTarget[] => {
        const modelled = targetLabels.of(path, link, target);
        const { labels, error } = modelled;
        if (labels === undefined || error !== undefined) return [];
        const contract = linkedService(path, link, contracts)?.contract;
        return [
          {
            path,
            link,
            target,
            modelled: { ...modelled, labels },
            interval: intervalOf(path, prometheus),
            ...(contract === undefined ? {} : { contract }),
          },
        ];
      }),
    ),
  );
}

function intervalOf({ endpoint }: ScrapePath, { scrapeInterval }: PrometheusSettings): number {
  const own = tryMilliseconds(endpoint.interval ?? '');
  return own ? own / 1000 : scrapeInterval;
}

/** Metrics by the names of their series. */
export const metricsBySeries = (contract: Contract): ReadonlyMap<string, Metric> =>
  new Map(
    Object.values(contract).flatMap((metric) => storedNames(metric).map((name) => [name, metric] as const)),
  );

/** Series of a metric; undefined if the result of relabeling depends on values. */
export function scrapedSeries(
  from: ScrapedTarget,
  name: string,
  metric: Metric,
  { scrapeClasses }: PrometheusSettings,
): ScrapedSeries | 'dropped' | undefined {
  const { path, modelled } = from;
  const steps: readonly Relabeling[] = [
    ...path.endpoint.metricRelabelings,
    ...scrapeClasses.flatMap(({ metricRelabelings }) => metricRelabelings),
  ];
  const series = seriesLabels(modelled, name, metric, steps);
  if (series === undefined || series === 'dropped') return series;
  const labels = new Map(series.own);
  const targetLabels = new Set<string>();
  for (const [label, value] of Object.entries(series.attached)) {
    targetLabels.add(label);
    labels.set(label, targetLabel(modelled, label, value));
  }
  return {
    from,
    metric,
    targetLabels,
    shape: {
      labels,
      others: series.certain ? 'never' : 'maybe',
      because: `${name} of ${nameOf(path.monitor)} has the labels ${[...labels.keys()].toSorted().join(', ')}`,
    },
  };
}

/** Series that Prometheus writes about a target, such as `up`. */
export function ownSeries(from: ScrapedTarget): ScrapedSeries {
  const { modelled, path } = from;
  const labels = Object.entries(modelled.labels).filter(([label]) => !label.startsWith('__'));
  return {
    from,
    targetLabels: new Set(labels.map(([label]) => label)),
    shape: {
      labels: new Map(labels.map(([label, value]) => [label, targetLabel(modelled, label, value)])),
      others: 'never',
      because: `targets of ${nameOf(path.monitor)} have the labels ${labels
        .map(([label]) => label)
        .toSorted()
        .join(', ')}`,
    },
  };
}

const targetLabel = ({ varying }: ModelledTarget, label: string, value: string): LabelFact =>
  varying.has(label) || label === 'instance' || label === 'pod'
    ? { presence: 'always' }
    : { presence: 'always', values: new Set([value]) };
