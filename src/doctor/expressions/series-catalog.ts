import type { Selector } from '../../promql/expr';
import type { Metric } from '../../metrics/metric';
import { groupBy } from '../../findings/group-by';
import { platformMetrics } from '../../metrics/platform';
import { mapOf, textOf } from '../../kubernetes/object';
import { prometheusSpec } from '../../operator/prometheus-spec';
import { tryMilliseconds } from '../../promql/window';
import { storesNative } from '../../operator/histogram-conversion';
import type { Facts } from '../check';
import { linkedService } from '../contract-of-link';
import { Candidates, type Origin } from './candidates';
import { Inference } from './infer';
import { Jobs, namedJobs } from './jobs';
import { narrowedBy } from './matchers';
import { missedJobs, MonitorJobs } from './monitor-jobs';
import { plainJobs, type PlainJobs } from './plain-jobs';
import { ContractIndex } from './contract-index';
import { Recordings, type RecordedSeries } from './recorded';
import { outsideTargets } from './outside-targets';
import {
  ownSeries,
  scrapedSeries,
  scrapedTargets,
  type MonitorTarget,
  type ScrapedSeries,
  type ScrapedTarget,
} from './scraped';
import { ANYTHING, union, type Shape } from './shape';

/** What Prometheus writes about every target. https://prometheus.io/docs/concepts/jobs_instances/ */
export const TARGET_SERIES: readonly string[] = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
];

export type SeriesOrigin = ScrapedSeries | RecordedSeries;

/** The known series of a name. */
export interface KnownSeries {
  readonly origins: Candidates<SeriesOrigin>;
  /**
   * Whether no others can exist. False for `up`, which targets that were not read have too, and for what a service exposes
   * that is not monitored here, or whose targets are not found.
   */
  readonly complete: boolean;
  /** Targets whose metric relabeling drops them, by the labels of the target. */
  readonly dropped: Candidates<ScrapedSeries>;
}

/** The facts that expressions are compared with. */
export type AnalysedFacts = Pick<
  Facts,
  'manifests' | 'rules' | 'paths' | 'targetLabels' | 'contracts' | 'prometheus'
>;

const NONE = new Candidates<never>([]);

/** Seconds, unless `query.lookbackDelta` is set. */
const DEFAULT_LOOK_BACK = 300;

const PLATFORM = new Map<string, Metric>(
  Object.values(platformMetrics).map((metric) => [metric.name, metric]),
);

/** Which series can exist, according to contracts, targets and recording rules. */
export class SeriesCatalog {
  readonly inference = new Inference((selector) => this.shapeOf(selector));
  readonly recordings: Recordings;
  readonly contracts: ContractIndex;
  readonly jobs: Jobs;
  /** Of a Prometheus without an operator; undefined if there may be others. */
  readonly plainJobs: PlainJobs | undefined;
  readonly targets: readonly MonitorTarget[];
  /** Targets of the catalog's Probes and ScrapeConfigs. */
  readonly outside: readonly ScrapedTarget[];
  /** Both. */
  readonly allTargets: readonly ScrapedTarget[];
  /** Namespaces with targets of the catalog's services that something else deploys and that were not read. */
  readonly unread: ReadonlySet<string>;
  /** Bounds of the values of recorded series, filled when they are first asked for. */
  readonly recordedRanges = new Map<string, { readonly min: number; readonly max: number }>();
  private readonly metrics = new Map<string, Metric>();
  /** Contracts of services in which an endpoint finds no target, which is a finding of its own. */
  private readonly withoutTarget: ReadonlySet<object | undefined>;
  private readonly targetsByContract: ReadonlyMap<object | undefined, readonly ScrapedTarget[]>;
  private readonly known = new Map<string, KnownSeries | undefined>();
  private ofMonitors: MonitorJobs | undefined;
  /** Series of targets whose classic histograms are stored as native ones. */
  private natives: ReadonlySet<string> | undefined;
  private ofTargets: ReadonlySet<string> | undefined;
  private readonly shapes = new Map<string, Shape>();

  constructor(private readonly facts: AnalysedFacts) {
    this.recordings = new Recordings(facts.rules, () => new Inference((selector) => this.shapeOf(selector)));
    this.targets = scrapedTargets(facts);
    this.outside = outsideTargets(facts);
    this.allTargets = [...this.targets, ...this.outside];
    this.contracts = new ContractIndex(facts.paths, facts.contracts, this.outside);
    this.unread = new Set(facts.paths.flatMap((path) => unreadIn(path, facts)));
    this.withoutTarget = new Set(
      facts.paths.flatMap((path) =>
        path.links
          .filter(({ targets }) => targets.length === 0)
          .map((link) => linkedService(path, link, facts.contracts)?.contract),
      ),
    );
    this.jobs = new Jobs(this.allTargets, namedJobs(facts.manifests), missedJobs(facts.paths));
    this.plainJobs = plainJobs(facts.prometheus, facts.manifests);
    for (const { series } of this.contracts.all)
      for (const [name, metric] of series) this.metrics.set(name, metric);
    this.targetsByContract = groupBy(this.allTargets, ({ contract }) => contract);
  }

  get services(): SeriesCatalog['facts']['manifests']['services'] {
    return this.facts.manifests.services;
  }

  /** The endpoints of monitors by their job. */
  get monitorJobs(): MonitorJobs {
    const { paths, manifests, prometheus } = this.facts;
    this.ofMonitors ??= new MonitorJobs(paths, manifests, prometheus);
    return this.ofMonitors;
  }

  /** Forgets what it knows of single expressions, which another object hardly repeats. */
  forgetExpressions(): void {
    this.shapes.clear();
    this.inference.forget();
  }

  /** How long Prometheus returns the last sample of a series, in seconds. @default 300 */
  get lookBack(): number {
    const { lookbackDelta } = mapOf(prometheusSpec(this.facts.prometheus)['query']);
    const set = tryMilliseconds(textOf(lookbackDelta) ?? '');
    return set ? set / 1000 : DEFAULT_LOOK_BACK;
  }

  /** The metric that a series belongs to: of a contract, or of the platform exporters. */
  metric(name: string): Metric | undefined {
    return this.metrics.get(name) ?? PLATFORM.get(name);
  }

  /** Whether a name is a classic histogram that a scrape converts, so that its series has the name itself. */
  isNative(name: string): boolean {
    this.natives ??= new Set(
      this.allTargets.flatMap(({ contract, scrape }) =>
        contract !== undefined && storesNative(mapOf(scrape.fields['spec']), this.facts.prometheus)
          ? [...(this.contracts.of(contract)?.series.keys() ?? [])]
          : [],
      ),
    );
    return this.natives.has(`${name}_bucket`);
  }

  /** Names of the labels of all targets. */
  get targetLabelNames(): ReadonlySet<string> {
    this.ofTargets ??= new Set(this.allTargets.flatMap(({ modelled }) => Object.keys(modelled.labels)));
    return this.ofTargets;
  }

  /** Undefined for an unknown name, of which any series may exist. */
  of(name: string): KnownSeries | undefined {
    if (this.known.has(name)) return this.known.get(name);
    const known = this.find(name);
    // Within a cycle of recording rules the result is incomplete.
    if (known === undefined || this.recordings.of(name) === undefined) this.known.set(name, known);
    return known;
  }

  /** Origins of the series of a selector; undefined for an unknown name. */
  originsOf(selector: Selector): readonly SeriesOrigin[] | undefined {
    const name = nameOfSelector(selector);
    return name === undefined ? undefined : this.of(name)?.origins.matching(selector.matchers);
  }

  private find(name: string): KnownSeries | undefined {
    const recorded = this.recordings.of(name);
    // A name that is both is reported by recorded-name-taken.
    if (recorded !== undefined)
      return this.metrics.has(name) ? undefined : { origins: recorded, complete: true, dropped: NONE };
    if (this.metrics.has(name)) return this.scraped(name);
    if (!TARGET_SERIES.includes(name)) return undefined;
    const own = this.allTargets.filter(({ contract }) => contract !== undefined).map(ownSeries);
    return { origins: new Candidates(own), complete: false, dropped: NONE };
  }

  /** Undefined if no known target has it, or the result of relabeling is unknown. */
  private scraped(name: string): KnownSeries | undefined {
    const series: ScrapedSeries[] = [];
    const dropped: ScrapedSeries[] = [];
    let complete = this.facts.contracts.unmonitored?.(name) !== true;
    for (const { contract, series: metrics } of this.contracts.all) {
      const metric = metrics.get(name);
      if (metric === undefined) continue;
      complete &&= !this.withoutTarget.has(contract);
      for (const target of this.targetsByContract.get(contract) ?? []) {
        const found = scrapedSeries(target, name, metric, this.facts.prometheus);
        if (found === undefined) return undefined;
        // Other Probes and exporters outside of the cluster expose the same names.
        complete &&= target.service === undefined;
        if (found === 'dropped') dropped.push(ownSeries(target));
        else series.push(found);
      }
    }
    return series.length + dropped.length === 0
      ? undefined
      : { origins: new Candidates(series), complete, dropped: new Candidates(dropped) };
  }

  private shapeOf(selector: Selector): Shape {
    const name = nameOfSelector(selector);
    const known = name === undefined ? undefined : this.of(name);
    if (known === undefined) return narrowedBy(ANYTHING, selector.matchers);
    const key = `${name} ${JSON.stringify(selector.matchers)}`;
    const before = this.shapes.get(key);
    if (before !== undefined) return before;
    const origins = known.origins.matching(selector.matchers);
    const open = origins.length === 0 || (!known.complete && !names(selector, 'job'));
    const shape = narrowedBy(
      open ? ANYTHING : union(origins.map(({ shape }: Origin) => shape)),
      selector.matchers,
    );
    if (this.recordings.of(name!) === undefined) this.shapes.set(key, shape);
    return shape;
  }
}

/** Namespaces in which a monitor of the catalog selects what something else deploys, and nothing was read. */
const unreadIn = (
  { monitor: { name, namespaces }, links }: AnalysedFacts['paths'][number],
  { contracts }: Pick<AnalysedFacts, 'contracts'>,
): readonly string[] =>
  namespaces === 'any'
    ? []
    : namespaces.filter(
        (namespace) =>
          contracts.scraped?.({ namespace, name })?.deployed === false &&
          !links.some(({ service, pods }) => (service ?? pods[0])?.namespace === namespace),
      );

/** Whether a selector matches one value of a label. */
const names = ({ matchers }: Selector, wanted: string): boolean =>
  matchers.some(({ label, operator, value }) => label === wanted && operator === '=' && value !== '');

/** Name of the metric, from the selector or a __name__ matcher; undefined for a regular expression. */
export function nameOfSelector({ name, matchers }: Selector): string | undefined {
  return name ?? matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
}
