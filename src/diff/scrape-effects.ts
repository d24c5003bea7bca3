import { walk, type Expr } from '../promql/expr';
import { duration } from '../promql/window';
import type { RuleEffect } from './detection-effects';
import type { Effect } from './effect';
import type { RulePair } from './pair-rules';
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
      const lost = [...scrapes].filter((name) => !still.has(name));
      const found = [...still].filter((name) => !scrapes.has(name));
      if (lost.length <= found.length) continue;
      return [{ kind: 'silenced', reason: `${metric} of ${lost.join(', ')} is no longer scraped` }];
    }
    return [];
  }

  /** Changes of scrapes that go on. */
  effects(): readonly Effect[] {
    return this.scrapes.before.flatMap((scrape) => {
      const same = this.scrapes.after.filter(({ name, job }) => name === scrape.name && job === scrape.job);
      const [after] = same;
      if (after === undefined || same.some((one) => isSame(scrape, one))) return [];
      const about = { alert: `scrapes of ${scrape.name}`, labels: {} };
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

const isSame = (a: Scrape, b: Scrape): boolean =>
  a.interval === b.interval && a.address === b.address && a.sampleLimit === b.sampleLimit;

/** Whether a rule has results when a metric is absent. */
function wantsAbsence({ expr }: WatchedRule, metric: string): boolean {
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
