import type { Relabeling } from '../../kubernetes/relabeling';
import { nameOf, type KubernetesObject } from '../../kubernetes/object';
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

/** Targets with the same labels but for those that vary, with the contract of their service if known. */
export interface ScrapedTarget {
  /** The object that makes Prometheus scrape them. */
  readonly scrape: KubernetesObject;
  readonly metricRelabelings: readonly Relabeling[];
  readonly modelled: ModelledTarget & { readonly labels: NonNullable<ModelledTarget['labels']> };
  /** The service of the catalog that a Probe or ScrapeConfig is of. @default a monitor scrapes them */
  readonly service?: string;
  readonly contract?: Contract;
  /** Whether discovery may add labels that nobody knows. @default never */
  readonly isOpen?: true;
  /** Seconds between scrapes. */
  readonly interval: number;
}

export interface MonitorTarget extends ScrapedTarget {
  readonly path: ScrapePath;
  readonly link: ScrapeLink;
  readonly target: TargetGroup;
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
}: Scraping): readonly MonitorTarget[] {
  return paths.flatMap((path) =>
    path.links.flatMap((link) =>
      link.targets.flatMap((target): readonly MonitorTarget[] => {
        const modelled = targetLabels.of(path, link, target);
        const { labels, error } = modelled;
        if (labels === undefined || error !== undefined) return [];
        const contract = linkedService(path, link, contracts)?.contract;
        return [
          {
            path,
            link,
            target,
            scrape: path.monitor,
            metricRelabelings: path.endpoint.metricRelabelings,
            modelled: { ...modelled, labels },
            interval: intervalOf(path.endpoint.interval, prometheus),
            ...(contract === undefined ? {} : { contract }),
          },
        ];
      }),
    ),
  );
}

export function intervalOf(
  given: string | undefined,
  { scrapeInterval }: Pick<PrometheusSettings, 'scrapeInterval'>,
): number {
  const own = tryMilliseconds(given ?? '');
  return own ? own / 1000 : scrapeInterval;
}

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
  const { scrape, metricRelabelings, modelled, isOpen } = from;
  const steps: readonly Relabeling[] = [
    ...metricRelabelings,
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
      others: series.certain && isOpen !== true ? 'never' : 'maybe',
      because: `${name} of ${nameOf(scrape)} has the labels ${[...labels.keys()].toSorted().join(', ')}`,
    },
  };
}

/** Series that Prometheus writes about a target, such as `up`. */
export function ownSeries(from: ScrapedTarget): ScrapedSeries {
  const { modelled, scrape, isOpen } = from;
  const labels = Object.entries(modelled.labels).filter(([label]) => !label.startsWith('__'));
  return {
    from,
    targetLabels: new Set(labels.map(([label]) => label)),
    shape: {
      labels: new Map(labels.map(([label, value]) => [label, targetLabel(modelled, label, value)])),
      others: isOpen === true ? 'maybe' : 'never',
      because: `targets of ${nameOf(scrape)} have the labels ${labels
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
