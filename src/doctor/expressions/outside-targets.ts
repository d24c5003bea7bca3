import { mapOf, textOf, type KubernetesObject } from '../../kubernetes/object';
import { relabelingsOf } from '../../kubernetes/relabeling';
import { outsideTargets as targetsOf, type OutsideTargets } from '../../operator/outside-targets';
import { regexesOf } from '../../operator/prometheus-spec';
import { relabelProblems } from '../../operator/relabel-problems';
import type { PrometheusSettings } from '../../operator/settings';
import { scrapedTarget, storedSeries } from '../../operator/target';
import type { Facts } from '../check';
import { intervalOf, type ScrapedTarget } from './scraped';

type Scraping = Pick<Facts, 'manifests' | 'contracts' | 'prometheus'>;

/** Of more, none is compared. */
const MOST_TARGETS = 100;

/**
 * Targets of the Probes and ScrapeConfigs that the catalog wrote: addresses without pods, so that their series have no
 * labels of pods.
 */
export const outsideTargets = (facts: Scraping): readonly ScrapedTarget[] =>
  (['Probe', 'ScrapeConfig'] as const).flatMap((kind) =>
    facts.manifests.operator(kind).flatMap((object) => targetsIn(object, facts)),
  );

/** Targets of one Probe or ScrapeConfig, whoever wrote it. */
interface RelabelledTargets extends OutsideTargets {
  /** Whether relabeling drops all of them. */
  readonly isDropped: boolean;
  /** Those that Prometheus scrapes. */
  readonly kept: readonly ScrapedTarget['modelled'][];
}

/** @returns undefined where the object alone does not tell them, or Prometheus rejects the relabeling */
export function relabelledTargets(
  scrape: KubernetesObject,
  prometheus: PrometheusSettings,
): RelabelledTargets | undefined {
  const found = targetsOf(scrape, prometheus);
  if (found === undefined || found.discovered.length > MOST_TARGETS) return undefined;
  const { rules, discovered, varying } = found;
  const regexes = regexesOf(prometheus);
  const steps = [...rules.relabelings, ...rules.metricRelabelings];
  if (steps.some((step) => relabelProblems(step, regexes).length > 0)) return undefined;
  const outcomes = discovered.map((each) => scrapedTarget(rules, each, regexes));
  const kept = outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'kept') return [];
    const { labels, request } = outcome;
    const series = (name: string, exposed: typeof labels) =>
      storedSeries(rules, labels, { ...exposed, __name__: name }, regexes);
    return [{ labels, request, varying, series }];
  });
  const isDropped = outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'dropped');
  return { ...found, isDropped, kept };
}

function targetsIn(scrape: KubernetesObject, { contracts, prometheus }: Scraping): readonly ScrapedTarget[] {
  const service = contracts.outside?.(scrape);
  const found = service && relabelledTargets(scrape, prometheus);
  // Labels of the page can replace those of the target.
  if (found === undefined || found.rules.honorLabels) return [];
  const spec = mapOf(scrape.fields['spec']);
  const about = {
    scrape,
    metricRelabelings: relabelingsOf(spec['metricRelabelings']),
    service: service!.name,
    contract: service!.contract,
    ...(found.isOpen ? { isOpen: true as const } : {}),
    interval: intervalOf(textOf(spec['scrapeInterval'] ?? spec['interval']), prometheus),
  };
  return found.kept.map((modelled) => ({ ...about, modelled }));
}
