import type { Facts } from '../doctor/check';
import { TARGET_SERIES } from '../doctor/expressions/series-catalog';
import type { MonitorTarget } from '../doctor/expressions/scraped';
import { hasExporter } from '../doctor/expressions/exporters';
import { matches } from '../doctor/expressions/matchers';
import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { groupBy } from '../findings/group-by';
import { nameOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { isLeftOut } from '../operator/selection';
import { children, type Expr, type Selector } from '../promql/expr';
import { folderAlerts, type FolderAlert } from '../certify/folder/alerts';
import { alertmanagerOf, withMutedTimes } from '../certify/folder/alertmanager';
import { deadlineOf, Routes, UNKNOWN_RECEIVER } from '../certify/folder/routes';
import type { Reached } from '../certify/folder/reached';
import { absencesIn } from './absences';
import { countAlertmanagers, isLoaded } from './prometheus-parts';
import { isOfJobs, unreadScrapes, type UnreadScrapes } from './unread-scrapes';

/** An alert with everything that decides whether and when it notifies a receiver. */
export interface Page {
  /** Where its rule is: it stays while the rest changes. */
  readonly id: string;
  readonly alert: FolderAlert;
  /** Seconds until each certain receiver is notified, from a scrape on. */
  readonly receivers: ReadonlyMap<string, number>;
  /** Receivers that get it with certain labels only. */
  readonly possible: readonly string[];
  /** When its receivers are not notified, as clauses. */
  readonly muted: readonly string[];
  /** Its expression, with the rules that it reads, as text. */
  readonly text: string;
  /** What each selector reads: scraped workloads, or recording rules. */
  readonly sources: ReadonlySet<string>;
  /** What it reads of scrapes whose targets are not among the manifests: names of metrics, by the scrape. */
  readonly unread: ReadonlyMap<string, ReadonlySet<string>>;
  /** Selectors of which each makes it fire where nothing has the series. */
  readonly absences: readonly Selector[];
}

/** The pages of some manifests, by their place. */
export interface Pages {
  readonly byId: ReadonlyMap<string, Page>;
  /** Places of alerts that Prometheus does not select. */
  readonly unselected: ReadonlySet<string>;
  /** Workloads that are scraped. */
  readonly workloads: ReadonlySet<string>;
  /** The settings of each receiver, as text. */
  readonly receivers: ReadonlyMap<string, string>;
  /** How many Alertmanagers Prometheus lists. */
  readonly alertmanagers: number;
  /** Whether a prometheus.yml loads the file of a rule. */
  readonly isLoaded: (rule: KubernetesObject) => boolean;
  /** Whether a configuration of Alertmanager was found. */
  readonly isRouted: boolean;
  /** Scrapes whose targets are not among the manifests. */
  readonly unread: UnreadScrapes;
  /** Names of recorded series. */
  readonly recorded: ReadonlySet<string>;
  /** The alerts that suppress an alert when they fire, by the place of the suppressed one. */
  readonly suppressors: () => ReadonlyMap<string, readonly Page[]>;
}

export function pagesOf(facts: Facts): Pages {
  const scraped = selectedTargets(facts);
  const unread = unreadScrapes(facts);
  const reading = new Reading(facts, scraped, unread);
  const found = alertmanagerOf(facts);
  const routes = found === undefined ? undefined : new Routes(found.config, found.relabelings.steps);
  const configured = facts.manifests.operator('Prometheus');
  const muted = found && withMutedTimes(found.config);
  const timed =
    muted === undefined || muted.clauses.size === 0
      ? undefined
      : new Routes(muted.config, found!.relabelings.steps);
  const alerts = folderAlerts(facts);
  const pages = alerts
    .filter(({ unselected }) => !unselected)
    .map((alert): Page => {
      const { rule, watched, labels, shape } = alert;
      const { text, sources, unread: scrapes, interval } = reading.of(rule);
      const reached = routes?.reached(labels, shape);
      return {
        id: idOf(alert),
        alert,
        receivers: new Map(
          watched === undefined
            ? []
            : (reached?.always ?? (found === undefined ? [UNKNOWN_RECEIVER] : []))
                .map((delivery) => deadlineOf(watched, delivery))
                .map(({ receiver, seconds }) => [receiver, seconds + interval]),
        ),
        possible: (reached?.sometimes ?? []).map(({ receiver }) => receiver),
        muted: mutedOf(timed?.reached(labels, shape)).filter((name) => muted!.clauses.has(name)),
        text,
        sources,
        unread: scrapes,
        absences: rule.expr === undefined ? [] : absencesIn(rule.expr),
      };
    });
  return {
    byId: new Map(pages.map((page) => [page.id, page])),
    unselected: new Set(alerts.filter(({ unselected }) => unselected).map(idOf)),
    workloads: new Set(scraped.map(workloadOf)),
    receivers: new Map(
      (found?.config.receivers ?? []).map((receiver) => [
        receiver.name,
        JSON.stringify([receiver, globalsOf(receiver, found!.global)]),
      ]),
    ),
    alertmanagers: countAlertmanagers(configured),
    isLoaded: (object) => isLoaded(configured, object),
    isRouted: found !== undefined,
    unread,
    recorded: new Set(reading.records.keys()),
    suppressors: () =>
      new Map(
        pages.map(({ id, alert }) => [
          id,
          routes === undefined
            ? []
            : pages.filter((each) => routes.suppresses(each.alert.labels, alert.labels)),
        ]),
      ),
  };
}

const mutedOf = (reached: Reached | undefined): readonly string[] =>
  [...(reached?.always ?? []), ...(reached?.sometimes ?? [])].map(({ receiver }) => receiver);

/** The global settings of the integrations of a receiver, e.g. `slack_api_url_file`. */
const globalsOf = (receiver: object, global: Fields): unknown =>
  Object.entries(global).filter(([key]) =>
    Object.keys(receiver).some((own) => key.startsWith(own.replace('email', 'smtp').replace(/configs$/, ''))),
  );

const idOf = ({ rule }: FolderAlert): string => `${nameOf(rule.object)} ${rule.path}`;

/** How pages name a workload. */
const workloadOf = ({ target: { pod } }: MonitorTarget): string => nameOf(pod.owner);

const selectedTargets = ({ analysis, manifests, prometheus }: Facts): readonly MonitorTarget[] =>
  analysis.catalog.targets.filter(
    ({ path: { monitor } }) => !isLeftOut(monitor, monitor.kind, prometheus, manifests),
  );

interface Read {
  readonly text: string;
  readonly sources: ReadonlySet<string>;
  readonly unread: Page['unread'];
  /** Seconds between the slowest scrapes and evaluations that it depends on. */
  readonly interval: number;
}

/** Follows expressions through the rules that record what they read. */
class Reading {
  readonly records: ReadonlyMap<string, readonly ParsedRule[]>;

  constructor(
    facts: Facts,
    private readonly targets: readonly MonitorTarget[],
    private readonly scrapes: UnreadScrapes,
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
    const unread = new Map<string, Set<string>>();
    const seen = new Set<ParsedRule>();
    let interval = 0;
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
        for (const target of this.targets.filter((each) => isRead(selector, each))) {
          sources.add(workloadOf(target));
          interval = Math.max(interval, target.interval);
        }
        for (const [key, { jobs }] of this.scrapes)
          if (isOfJobs(selector, jobs))
            unread.set(key, (unread.get(key) ?? new Set()).add(selector.name ?? ''));
      }
    };
    visit(rule);
    return { text: [...texts].join('\n'), sources, unread, interval };
  }
}

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
function isRead({ name, matchers }: Selector, { modelled, target }: MonitorTarget): boolean {
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
