import { isOfPlatform } from '../doctor/expressions/exporters';
import type { ModelledTarget } from '../doctor/target-labels';
import { holds } from '../certify/engine/matchers';
import { nameOf } from '../kubernetes/object';
import { admission, isolatingPolicies, prometheusClient } from '../operator/network-policy';
import { isLeftOut } from '../operator/selection';
import { tryMilliseconds } from '../promql/window';
import { selectorsIn, valuesOf } from './cases/leaves';
import { namesRead } from './recording-graph';
import type { Side } from './side';
import type { WatchedRule } from './watched-rules';

/** Pods that a Prometheus scrapes. */
export interface Scrape {
  /** Their owner and the label job of their series: what they are across a change. */
  readonly name: string;
  readonly job: string;
  readonly target: ModelledTarget;
  /** `http://<pod>:8000/metrics`, without the name of the pod. */
  readonly address: string;
  /** Seconds between scrapes. */
  readonly interval: number;
  /** @default no limit */
  readonly sampleLimit?: number;
  /** Equal if Prometheus stores the same series. */
  readonly key: string;
}

/** What a side scrapes, as far as nothing on the way is known to be broken. */
export function scrapesOf({
  facts: { manifests, prometheus, paths, targetLabels },
}: Side): readonly Scrape[] {
  const policiesOf = isolatingPolicies(manifests);
  const client = prometheusClient(prometheus, manifests);
  return paths.flatMap((path) => {
    const { monitor, endpoint } = path;
    if (isLeftOut(monitor, monitor.kind, prometheus, manifests)) return [];
    return path.links.flatMap((link) =>
      link.targets.flatMap((group): readonly Scrape[] => {
        // Nothing listens on a port that no container declares, as far as manifests can tell.
        if (group.container === undefined) return [];
        const target = targetLabels.of(path, link, group);
        if (target.labels === undefined || admission(policiesOf(group.pod), client, group) === 'no')
          return [];
        const interval = tryMilliseconds(endpoint.interval ?? '');
        return [
          {
            name: nameOf(group.pod.owner),
            job: target.labels['job'] ?? '',
            target,
            address: `${endpoint.scheme}://<pod>:${group.port}${endpoint.path}`,
            key: JSON.stringify([
              nameOf(group.pod.owner),
              group.port,
              target.labels,
              { ...endpoint.fields, scrapeTimeout: undefined },
              monitor.sampleLimit,
            ]),
            interval: interval ? interval / 1000 : prometheus.scrapeInterval,
            ...(monitor.sampleLimit === undefined ? {} : { sampleLimit: monitor.sampleLimit }),
          },
        ];
      }),
    );
  });
}

type Named = ReturnType<typeof selectorsIn>[number];

/** Which scrapes the selectors of a side read. */
export class Feeds {
  private readonly known = new Map<string, ReadonlySet<Scrape>>();

  constructor(
    private readonly side: Pick<Side, 'recordings'>,
    private readonly scrapes: readonly Scrape[],
  ) {}

  /** Scrapes by the metric that a rule reads of them, by itself and through recorded series. */
  of(rule: WatchedRule): ReadonlyMap<string, ReadonlySet<Scrape>> {
    const found = new Map<string, Set<Scrape>>();
    for (const selector of this.scrapedBy(rule)) {
      const scrapes = found.get(selector.name) ?? new Set<Scrape>();
      found.set(selector.name, scrapes);
      for (const scrape of this.feeding(selector)) scrapes.add(scrape);
    }
    return found;
  }

  /** Seconds between the most frequent scrapes of a selector. Undefined: no scrape that was read has it. */
  intervalOf(selector: Named): number | undefined {
    const intervals = [...this.feeding(selector)].map(({ interval }) => interval);
    return intervals.length === 0 ? undefined : Math.min(...intervals);
  }

  /** A rule, and those that record what it reads. */
  rulesBelow(rule: WatchedRule): ReadonlySet<WatchedRule> {
    return rulesBelow(rule, this.side.recordings);
  }

  private scrapedBy(rule: WatchedRule): readonly Named[] {
    const { recordings } = this.side;
    return selectorsIn([...this.rulesBelow(rule)].flatMap(({ expr }) => expr ?? [])).filter(
      (selector) =>
        !recordings.has(selector.name) &&
        (!isOfPlatform(selector) || selector.matchers.some(({ label }) => label === 'job')),
    );
  }

  private feeding(selector: Named): ReadonlySet<Scrape> {
    const key = JSON.stringify([selector.name, selector.matchers]);
    const known = this.known.get(key) ?? new Set(this.scrapes.filter((scrape) => feeds(scrape, selector)));
    this.known.set(key, known);
    return known;
  }
}

/** A rule, and those that record what it reads. */
export function rulesBelow(rule: WatchedRule, recordings: Side['recordings']): ReadonlySet<WatchedRule> {
  const seen = new Set<WatchedRule>();
  const visit = (one: WatchedRule): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const name of namesRead(one)) for (const below of recordings.get(name) ?? []) visit(below);
  };
  visit(rule);
  return seen;
}

function feeds({ target }: Scrape, { name, matchers }: Named): boolean {
  const own = target.labels ?? {};
  const others = new Set(matchers.map(({ label }) => label).filter((label) => !(label in own)));
  const exposed = Object.fromEntries(
    [...others].map((label) => {
      const ofLabel = matchers.filter((matcher) => matcher.label === label);
      return [label, valuesOf(label, ofLabel, [])[0] ?? ''] as const;
    }),
  );
  const stored = OF_PROMETHEUS.test(name) ? own : target.series(name, exposed);
  return stored !== undefined && matchers.every((matcher) => holds(matcher, stored[matcher.label] ?? ''));
}

/** What Prometheus itself writes for each target. */
export const OF_PROMETHEUS = /^(?:up|scrape_\w+)$/;
