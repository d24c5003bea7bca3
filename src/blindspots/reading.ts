import type { Facts } from '../doctor/check';
import { TARGET_SERIES } from '../doctor/expressions/series-catalog';
import type { MonitorTarget } from '../doctor/expressions/scraped';
import { hasExporter } from '../doctor/expressions/exporters';
import { matches } from '../doctor/expressions/matchers';
import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { groupBy } from '../findings/group-by';
import { nameOf, type Labels } from '../kubernetes/object';
import { isLeftOut } from '../operator/selection';
import { children, type Expr, type Selector } from '../promql/expr';
import type { Page } from './pages';
import { keptLabels, requestOf, type KeepsLabels } from './scrape-request';
import { isOfScrape } from './scrape-readers';
import type { UnreadScrapes } from './unread-scrapes';

/** One endpoint of a monitor on a workload. */
export interface WorkloadScrape {
  readonly workload: string;
  /** Labels that its targets share. */
  readonly labels: Labels;
  /** What decides whether they answer, as text. */
  readonly request: string;
  readonly keepsLabels: KeepsLabels;
}

/** How pages name a workload. */
const workloadOf = ({ target: { pod } }: MonitorTarget): string => nameOf(pod.owner);

/** How pages name a scrape. */
export const scrapeOf = (target: MonitorTarget): string =>
  `${nameOf(target.path.monitor)} ${target.path.index} ${workloadOf(target)}`;

export function workloadScrape(target: MonitorTarget): WorkloadScrape {
  const { endpoint } = target.path;
  const { labels, varying } = target.modelled;
  return {
    workload: workloadOf(target),
    labels: Object.fromEntries(Object.entries(labels).filter(([label]) => !varying.has(label))),
    request: requestOf(endpoint.fields),
    keepsLabels: keptLabels(endpoint.fields),
  };
}

interface Read extends Pick<Page, 'text' | 'sources' | 'scrapes' | 'unread' | 'readsUp'> {
  /** Seconds between the slowest scrapes and evaluations that it depends on. */
  readonly interval: number;
}

/** Follows expressions through the rules that record what they read. */
export class Reading {
  readonly records: ReadonlyMap<string, readonly ParsedRule[]>;

  constructor(
    facts: Facts,
    private readonly targets: readonly MonitorTarget[],
    private readonly unread: UnreadScrapes,
  ) {
    const selected = (rule: ParsedRule): boolean =>
      !isLeftOut(rule.object, 'PrometheusRule', facts.prometheus, facts.manifests);
    this.records = groupBy(
      facts.rules.filter((rule) => rule.kind === 'record' && selected(rule)),
      ({ name }) => name,
    );
  }

  of(rule: ParsedRule): Read {
    const texts = new Set<string>();
    const sources = new Set<string>();
    const scrapes = new Map<string, Set<string>>();
    const unread = new Map<string, Set<string>>();
    const seen = new Set<ParsedRule>();
    let interval = 0;
    let readsUp = false;
    const visit = (one: ParsedRule): void => {
      if (seen.has(one)) return;
      seen.add(one);
      texts.add(one.text);
      if (one !== rule) interval = Math.max(interval, one.interval);
      if (one.expr === undefined) return;
      for (const selector of selectorsIn(one.expr)) {
        const recorded = this.records.get(selector.name ?? '') ?? [];
        for (const record of recorded) {
          sources.add(`the rule ${selector.name}`);
          visit(record);
        }
        if (recorded.length > 0) continue;
        readsUp ||= selector.name === 'up';
        for (const target of this.targets.filter((each) => isRead(selector, each))) {
          sources.add(workloadOf(target));
          add(scrapes, scrapeOf(target), selector);
          interval = Math.max(interval, target.interval);
        }
        for (const [key, scrape] of this.unread) if (isOfScrape(selector, scrape)) add(unread, key, selector);
      }
    };
    visit(rule);
    return { text: [...texts].join('\n'), sources, scrapes, unread, readsUp, interval };
  }
}

const add = (to: Map<string, Set<string>>, key: string, { name = '' }: Selector): unknown =>
  to.set(key, (to.get(key) ?? new Set()).add(name));

/** Selectors, without those whose absence is the condition. */
function selectorsIn(expr: Expr): readonly Selector[] {
  if (expr.node === 'selector') return [expr];
  if (expr.node === 'call' && expr.name.startsWith('absent')) return [];
  return children(expr).flatMap(selectorsIn);
}

/**
 * Whether a target may have the series: matchers on its labels hold, no relabeling drops the name, and it is not that of an
 * exporter of another name.
 */
export function isRead({ name, matchers }: Selector, { modelled, target }: MonitorTarget): boolean {
  const { labels, varying } = modelled;
  const { pod, container } = target;
  const names = [pod.owner.name, container?.name ?? '', labels['job'] ?? ''];
  // Exporters expose labels such as `namespace` and `pod` themselves.
  const isNamed = matchers.some(({ label }) => label === 'job');
  if (!isNamed && hasExporter(name ?? '', names) === false) return false;
  const fits = matchers.every(
    (matcher) =>
      !(matcher.label in labels) || varying.has(matcher.label) || matches(matcher, labels[matcher.label]!),
  );
  if (!fits || name === undefined || TARGET_SERIES.includes(name)) return fits;
  return modelled.series(name, {}) !== undefined;
}
