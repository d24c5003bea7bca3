import { nameOf, isMap, listOf, mapOf, textOf, type Fields } from '../../kubernetes/object';
import { secretValue } from '../../kubernetes/secret-value';
import type { Matcher } from '../../promql/expr';
import { groupBy } from '../../findings/group-by';
import { convertedBy, KEEP_CLASSIC } from '../../operator/histogram-conversion';
import { prometheusSpec } from '../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../operator/settings';
import type { Facts } from '../check';
import type { Monitor } from '../../kubernetes/monitor';
import { tryYaml } from '../../kubernetes/yaml/kubectl-yaml';
import { matches, possible } from './matchers';
import { ownSeries, type MonitorTarget } from './scraped';

/** One scrape, as far as it decides whether classic histograms are stored. */
export interface HistogramScrape {
  /** What scrapes, e.g. `ServiceMonitor default/shop`. */
  readonly name: string;
  /** How to keep the classic series. @default they are stored */
  readonly cure?: string;
  /** Its targets, with their contracts. */
  readonly targets: readonly MonitorTarget[];
  /** Whether its series can satisfy matchers of target labels. */
  readonly fits: (matchers: readonly Matcher[]) => boolean;
}

type Scraping = Pick<Facts, 'manifests' | 'prometheus'>;

/** All scrapes that were read: of monitors, ScrapeConfigs and additional scrape configurations. */
export function histogramScrapes(
  { manifests, prometheus }: Scraping,
  targets: readonly MonitorTarget[],
): readonly HistogramScrape[] {
  const byMonitor = groupBy(targets, ({ path }) => path.monitor);
  return [
    ...manifests.monitors.map((monitor) => ofMonitor(monitor, byMonitor.get(monitor) ?? [], prometheus)),
    ...manifests.operator('ScrapeConfig').map((object): HistogramScrape => {
      const spec = mapOf(object.fields['spec']);
      const job = textOf(spec['jobName']) ?? `scrapeConfig/${object.namespace}/${object.name}`;
      return { ...scrape(nameOf(object), spec, prometheus), targets: [], fits: ofJobs([job]) };
    }),
    ...rawScrapes({ manifests, prometheus }),
  ];
}

/** How to keep the classic series of every scrape that sets nothing itself. @default they are stored */
export function generalCure(prometheus: PrometheusSettings): string | undefined {
  return convertedBy({}, prometheus) && keepIn(prometheus);
}

function scrape(
  name: string,
  spec: Fields,
  prometheus: PrometheusSettings,
  ownField = `spec.${KEEP_CLASSIC}`,
): Pick<HistogramScrape, 'name' | 'cure'> {
  const by = convertedBy(spec, prometheus);
  if (by === undefined) return { name };
  return { name, cure: by === 'Prometheus' ? keepIn(prometheus) : `set ${ownField}: true in ${name}` };
}

const keepIn = ({ origin, name }: PrometheusSettings): string =>
  `set ${origin === 'Prometheus resource' ? 'spec' : 'prometheus.prometheusSpec'}.${KEEP_CLASSIC}: true in ${name}`;

function ofMonitor(
  monitor: Monitor,
  targets: readonly MonitorTarget[],
  prometheus: PrometheusSettings,
): HistogramScrape {
  const known = targets.map(ownSeries);
  const names = [
    monitor.name,
    ...Object.values(monitor.selector.matchLabels ?? {}),
    ...(monitor.jobLabel === undefined ? [] : [monitor.jobLabel]),
  ];
  const spec = mapOf(monitor.fields['spec']);
  return {
    ...scrape(nameOf(monitor), spec, prometheus),
    targets,
    fits:
      known.length === 0
        ? ofJobs(names)
        : (matchers) =>
            known.some(({ shape }) =>
              matchers.every((matcher) => {
                const fact = shape.labels.get(matcher.label);
                // Any other label may be one of the service.
                return fact === undefined || possible(matcher)(fact);
              }),
            ),
  };
}

/** By the only label that is known without targets. */
const ofJobs =
  (jobs: readonly string[]): HistogramScrape['fits'] =>
  (matchers) =>
    matchers.every((matcher) => matcher.label !== 'job' || jobs.some((job) => matches(matcher, job)));

const RAW_KEEP = 'always_scrape_classic_histograms';

/** Scrape configurations in the form of prometheus.yml: of the Helm values, or of the Secret that the resource names. */
function rawScrapes({ manifests, prometheus }: Scraping): readonly HistogramScrape[] {
  const given = prometheusSpec(prometheus)['additionalScrapeConfigs'];
  const { name, key } = mapOf(given);
  const secret = manifests
    .kind('Secret')
    .find((object) => object.name === name && object.namespace === prometheus.namespace);
  const text = secret && secretValue(secret, textOf(key) ?? '')?.text;
  return jobsOf(isMap(given) ? text : given).map((job): HistogramScrape => {
    const jobName = textOf(job['job_name']) ?? '';
    const title = `scrape job ${jobName}`;
    const inOperatorTerms = {
      convertClassicHistogramsToNHCB: job['convert_classic_histograms_to_nhcb'],
      scrapeClassicHistograms: job[RAW_KEEP],
    };
    return {
      ...scrape(title, inOperatorTerms, prometheus, RAW_KEEP),
      targets: [],
      fits: ofJobs([jobName]),
    };
  });
}

/** A list, or text of a list as the chart and a Secret also take it. Text with templates is not read. */
const jobsOf = (given: unknown): readonly Fields[] =>
  listOf(typeof given === 'string' ? tryYaml(given) : given).map(mapOf);
