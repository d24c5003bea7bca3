import type { Selector } from '../../../promql/expr';
import { defineCheck } from '../../check';
import { selectorsIn } from '../../expressions/analysis';
import { generalCure, histogramScrapes, type HistogramScrape } from '../../expressions/histogram-scrapes';
import { aboutEach } from '../../expressions/report';
import { nameOfSelector, type SeriesCatalog } from '../../expressions/series-catalog';

const CLASSIC = /^(.+)_(bucket|count|sum)$/;

/** Series of Kubernetes and of the monitoring stack, whose monitors are often not among the files. */
const OF_THE_CLUSTER =
  /^(apiserver|kubelet|etcd|workqueue|rest_client|coredns|scheduler|kubeproxy|node|container|prometheus|alertmanager|grafana)_/;

// Certain: the scrape of a histogram with a known metric table, or of the job that the expression names, converts it.
// Without a job, all scrapes that were read have to convert.
export const check = defineCheck({
  id: 'converted-histogram',
  severity: 'error',
  question: 'Are the classic series of every histogram stored that expressions read?',
  symptom:
    'A latency objective or panel has no data, although the metrics page of the service shows the buckets.',
  why: 'With convertClassicHistogramsToNHCB, Prometheus 3 replaces the series _bucket, _count and _sum of a scrape by one native histogram. Versions before 3.8 without the feature flag native-histograms store neither.',
  remedy:
    'Keep the classic series with scrapeClassicHistograms, or query the native histogram: histogram_count(x), histogram_fraction(0, 0.5, x), histogram_quantile(0.99, rate(x[5m])).',
  see: 'https://prometheus.io/docs/specs/native_histograms/#native-histograms-with-custom-bucket-boundaries',
  needs: ['catalog', 'expressions', 'manifests', 'prometheus'],
  find: ({ catalog, expressions, manifests, prometheus }) => {
    const scrapes = histogramScrapes({ manifests, prometheus }, catalog.targets);
    const general = generalCure(prometheus);
    if (general === undefined && scrapes.every(({ cure }) => cure === undefined)) return undefined;
    const histograms = new Set<string>();
    for (const { node } of selectorsIn(expressions)) {
      const [, base = '', suffix] = CLASSIC.exec(nameOfSelector(node) ?? '') ?? [];
      if (suffix === 'bucket') histograms.add(base);
    }
    return aboutEach(selectorsIn(expressions), (node) => {
      const name = nameOfSelector(node) ?? '';
      const [, base = '', suffix] = CLASSIC.exec(name) ?? [];
      if (suffix === undefined || catalog.recordings.rulesOf(name).length > 0) return undefined;
      const known = catalog.metric(name);
      // A summary has _count and _sum too, and a counter may be named like them.
      const isHistogram = known === undefined ? histograms.has(base) : known.kind === 'histogram';
      if (known !== undefined && !isHistogram) return undefined;
      const of = converting(node, name, catalog, scrapes, general);
      if (of === undefined) return undefined;
      return {
        ...(isHistogram && of.certain ? {} : { severity: 'warning' as const }),
        message: isHistogram
          ? `${of.by} converts ${base} to a native histogram, so ${name} has no series`
          : `${of.by} converts classic histograms to native ones, so ${name} has no series if ${base} is a histogram`,
        found: name,
        expected: `${base} as a native histogram, or its classic series stored too`,
        fix: of.cure,
      };
    });
  },
});

interface Converting {
  readonly by: string;
  readonly cure: string;
  readonly certain: boolean;
}

function converting(
  { matchers }: Selector,
  name: string,
  catalog: SeriesCatalog,
  scrapes: readonly HistogramScrape[],
  general: string | undefined,
): Converting | undefined {
  const owners = scrapes.filter(({ targets }) =>
    targets.some(({ contract }) => contract && catalog.contracts.of(contract)?.series.has(name)),
  );
  const fitting = (owners.length > 0 ? owners : scrapes).filter(({ fits }) => fits(matchers));
  const converted = fitting.find(({ cure }) => cure !== undefined);
  if (converted?.cure !== undefined) {
    const found = { by: converted.name, cure: converted.cure };
    if (owners.length > 0 || fitting.every(({ cure }) => cure !== undefined))
      return owners.length === 0 && OF_THE_CLUSTER.test(name) && !namesJob(matchers)
        ? undefined
        : { ...found, certain: true };
    // Another scrape of the job may have the series.
    return namesJob(matchers) ? { ...found, certain: false } : undefined;
  }
  // A scrape that was not read sets nothing itself, as far as is known.
  return fitting.length === 0 && general !== undefined
    ? { by: 'Prometheus', cure: general, certain: true }
    : undefined;
}

const namesJob = (matchers: Selector['matchers']): boolean =>
  matchers.some(({ label, operator, value }) => label === 'job' && operator === '=' && value !== '');
