import { mapOf, textOf, type KubernetesObject } from '../../kubernetes/object';
import { relabelingsOf } from '../../kubernetes/relabeling';
import { outsideTargets as targetsOf } from '../../operator/outside-targets';
import { regexesOf } from '../../operator/prometheus-spec';
import { relabelProblems } from '../../operator/relabel-problems';
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

function targetsIn(scrape: KubernetesObject, { contracts, prometheus }: Scraping): readonly ScrapedTarget[] {
  const service = contracts.outside?.(scrape);
  const found = service && targetsOf(scrape, prometheus);
  if (found === undefined || found.discovered.length > MOST_TARGETS) return [];
  const { rules, discovered, varying, isOpen } = found;
  const regexes = regexesOf(prometheus);
  const steps = [...rules.relabelings, ...rules.metricRelabelings];
  if (steps.some((step) => relabelProblems(step, regexes).length > 0)) return [];
  const spec = mapOf(scrape.fields['spec']);
  const about = {
    scrape,
    metricRelabelings: relabelingsOf(spec['metricRelabelings']),
    service: service!.name,
    contract: service!.contract,
    ...(isOpen ? { isOpen } : {}),
    interval: intervalOf(textOf(spec['scrapeInterval'] ?? spec['interval']), prometheus),
  };
  return discovered.flatMap((each) => {
    const outcome = scrapedTarget(rules, each, regexes);
    if (outcome.kind !== 'kept') return [];
    const { labels, request } = outcome;
    const series = (name: string, exposed: typeof labels) =>
      storedSeries(rules, labels, { ...exposed, __name__: name }, regexes);
    return [{ ...about, modelled: { labels, request, varying, series } }];
  });
}
