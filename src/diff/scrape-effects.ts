import { RATES, rangeOf } from '../doctor/expressions/ranges';
import { walk, type Expr } from '../promql/expr';
import { duration } from '../promql/window';
import type { RuleEffect } from './detection-effects';
import type { Effect } from './effect';
import type { RulePair } from './pair-rules';
import { selectorsIn } from './cases/leaves';
import { Feeds, scrapesOf, type Scrape } from './scrapes';
import type { Side } from './side';
import type { WatchedRule } from './watched-rules';

/** What changed scrapes do to alerts. */
export class ScrapeChanges {
  private readonly scrapes: { readonly before: readonly Scrape[]; readonly after: readonly Scrape[] };
  private readonly feeds: { readonly before: Feeds; readonly after: Feeds };
  private readonly same: boolean;

  constructor(before: Side, after: Side) {
    this.scrapes = { before: scrapesOf(before), after: scrapesOf(after) };
    this.feeds = {
      before: new Feeds(before, this.scrapes.before),
      after: new Feeds(after, this.scrapes.after),
    };
    const [own, other] = [this.scrapes.before, this.scrapes.after].map((all) =>
      all.map(({ key }) => key).toSorted(),
    );
    this.same = JSON.stringify(own) === JSON.stringify(other);
  }

  /** Metrics that an alert reads and that are no longer scraped. */
  effectsOn({ before, after }: RulePair): readonly RuleEffect[] {
    if (this.same) return [];
    const [own, other] = [this.feeds.before.of(before), this.feeds.after.of(after)];
    for (const [metric, scrapes] of own) {
      const still = other.get(metric);
      // A change of its expression is judged by what it does.
      if (still === undefined || wantsAbsence(before, metric)) continue;
      const lost = goneFrom(scrapes, still, ({ name }) => name);
      if (lost.length > 0)
        return [{ kind: 'silenced', reason: `${metric} of ${lost.join(', ')} is no longer scraped` }];
      // Of a page that is still scraped: another page of the same pods does not make up for it.
      const dropped = goneFrom(scrapes, still, endpointOf).filter((endpoint) =>
        this.scrapes.after.some((scrape) => endpointOf(scrape) === endpoint),
      );
      if (dropped.length > 0)
        return [{ kind: 'silenced', reason: `${metric} of ${dropped.join(', ')} is no longer stored` }];
    }
    return [];
  }

  /** Rates over windows that held two samples of each scrape, and no longer do: they have no results at times, or never. */
  windowEffectsOn({ before, after }: RulePair): readonly RuleEffect[] {
    const usual = new Set(this.shortWindows(before, this.feeds.before).map(({ metric }) => metric));
    const short = this.shortWindows(after, this.feeds.after).find(({ metric }) => !usual.has(metric));
    return short === undefined ? [] : [{ kind: 'silenced', reason: short.reason }];
  }

  private shortWindows(rule: WatchedRule, feeds: Feeds): readonly ShortWindow[] {
    return shortWindows(feeds.rulesBelow(rule), (selector) => feeds.intervalOf(selector));
  }

  /** Changes of scrapes that go on. */
  effects(): readonly Effect[] {
    return this.scrapes.before.flatMap((scrape) => {
      const same = this.scrapes.after.filter(({ name, job }) => name === scrape.name && job === scrape.job);
      if (same.length === 0 || same.some((one) => isSame(scrape, one))) return [];
      const about = { alert: `scrapes of ${scrape.name}`, labels: {} };
      const after =
        same.find(({ address }) => address === scrape.address) ??
        same.find((one) => !this.scrapes.before.some((other) => endpointOf(other) === endpointOf(one)));
      if (after === undefined)
        return [
          {
            ...about,
            kind: 'unjudged' as const,
            reason: `${scrape.address} is no longer scraped; manifests do not tell which series it has`,
          },
        ];
      const by = after.interval - scrape.interval;
      return [
        ...(by === 0
          ? []
          : [
              {
                ...about,
                kind: by > 0 ? ('later' as const) : ('earlier' as const),
                reason: `every ${duration(scrape.interval)} is now every ${duration(after.interval)}`,
              },
            ]),
        ...(scrape.address === after.address
          ? []
          : [
              {
                ...about,
                kind: 'unjudged' as const,
                reason: `${scrape.address} is now ${after.address}; manifests do not tell what answers there`,
              },
            ]),
        ...((after.sampleLimit ?? Infinity) < (scrape.sampleLimit ?? Infinity)
          ? [
              {
                ...about,
                kind: 'unjudged' as const,
                reason: `sampleLimit is now ${after.sampleLimit}; a page with more samples is rejected`,
              },
            ]
          : []),
      ];
    });
  }
}

export interface ShortWindow {
  readonly metric: string;
  readonly reason: string;
}

/** Rates over windows that hold fewer than two samples. @param intervalOf seconds between samples. Undefined: not known */
export const shortWindows = (
  rules: Iterable<WatchedRule>,
  intervalOf: (selector: ReturnType<typeof selectorsIn>[number]) => number | undefined,
): readonly ShortWindow[] =>
  [...rules]
    .flatMap(({ expr }) => (expr === undefined ? [] : [...walk(expr)]))
    .flatMap((node) => {
      const range = node.node === 'call' && RATES.includes(node.name) ? rangeOf(node) : undefined;
      const [selector] = range === undefined ? [] : selectorsIn([range.selector]);
      const interval = selector && intervalOf(selector);
      if (range === undefined || interval === undefined || range.window >= 2 * interval) return [];
      const metric = selector!.name;
      return [
        {
          metric,
          reason: `a window of ${duration(range.window)} holds fewer than two samples of ${metric}, which is scraped every ${duration(interval)}`,
        },
      ];
    });

/** Pods, and the page of theirs that is scraped. */
const endpointOf = ({ name, address }: Scrape): string => `${name} at ${address}`;

/** What some scrapes had and others lack, unless as many are new. */
function goneFrom(
  before: ReadonlySet<Scrape>,
  after: ReadonlySet<Scrape>,
  keyOf: (scrape: Scrape) => string,
): readonly string[] {
  const [own, other] = [before, after].map((all) => new Set([...all].map(keyOf))) as [
    Set<string>,
    Set<string>,
  ];
  const lost = [...own].filter((key) => !other.has(key));
  const found = [...other].filter((key) => !own.has(key));
  return lost.length > found.length ? lost : [];
}

const isSame = (a: Scrape, b: Scrape): boolean =>
  a.interval === b.interval && a.address === b.address && a.sampleLimit === b.sampleLimit;

/** Whether a rule has results when a metric is absent. */
export function wantsAbsence({ expr }: WatchedRule, metric: string): boolean {
  const reads = (inner: Expr): boolean =>
    [...walk(inner)].some((node) => node.node === 'selector' && node.name === metric);
  return (
    expr !== undefined &&
    [...walk(expr)].some(
      (node) =>
        (node.node === 'call' && node.name.startsWith('absent') && node.args.some(reads)) ||
        (node.node === 'binary' && node.operator === 'unless' && reads(node.right)),
    )
  );
}
