import type { Facts } from '../doctor/check';
import { nameOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { certainRights } from '../operator/discovery-rights';
import type { ScrapePath } from '../operator/scrape-path';
import { sendingOf } from '../operator/alertmanager/sending';
import { isLeftOut } from '../operator/selection';
import type { Selector } from '../promql/expr';
import { folderAlerts, type FolderAlert } from '../certify/folder/alerts';
import { alertmanagerOf, withMutedTimes } from '../certify/folder/alertmanager';
import { deadlineOf, Routes, UNKNOWN_RECEIVER } from '../certify/folder/routes';
import type { Reached } from '../certify/folder/reached';
import { absencesIn } from './absences';
import { isLoaded } from './prometheus-parts';
import { isRead, Reading, scrapeOf, workloadScrape, type WorkloadScrape } from './reading';
import { isOfScrape } from './scrape-readers';
import { unreadScrapes, type UnreadScrapes } from './unread-scrapes';

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
  /** What it reads of the scrapes of those workloads: names of metrics, by the scrape. */
  readonly scrapes: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same of scrapes whose targets are not among the manifests. */
  readonly unread: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether it reads whether scrapes succeed. */
  readonly readsUp: boolean;
  /** Selectors of which each makes it fire where nothing has the series. */
  readonly absences: readonly Selector[];
}

/** The pages of some manifests, by their place. */
export interface Pages {
  readonly byId: ReadonlyMap<string, Page>;
  /** Places of alerts that Prometheus does not select. */
  readonly unselected: ReadonlySet<string>;
  /** Monitors whose targets roles certainly let Prometheus list. */
  readonly listed: ReadonlySet<string>;
  /** Scrapes of workloads, by the endpoint of the monitor and the workload. */
  readonly scrapes: ReadonlyMap<string, WorkloadScrape>;
  /** Whether anything that is scraped may have the series of a selector. */
  readonly mayHave: (selector: Selector) => boolean;
  /** The settings of each receiver, as text. */
  readonly receivers: ReadonlyMap<string, string>;
  /** Whether Prometheus sends alerts to an Alertmanager, as far as that is known. */
  readonly isSent: boolean;
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

/**
 * @param before the same before a change: a monitor that Prometheus could list then finds nothing without a role that lets it
 */
export function pagesOf(facts: Facts, before?: Pages): Pages {
  const { manifests, prometheus } = facts;
  const hasRights = certainRights(prometheus, manifests);
  const listed = new Set(manifests.monitors.filter(hasRights).map(nameOf));
  const isListed = ({ monitor }: ScrapePath): boolean => {
    const name = nameOf(monitor);
    return listed.has(name) || before?.listed.has(name) !== true;
  };
  const scraped = facts.analysis.catalog.targets.filter(
    ({ path }) => isListed(path) && !isLeftOut(path.monitor, path.monitor.kind, prometheus, manifests),
  );
  const unread = unreadScrapes({ manifests, prometheus, paths: facts.paths.filter(isListed) });
  const reading = new Reading(facts, scraped, unread);
  const found = alertmanagerOf(facts);
  const routes = found === undefined ? undefined : new Routes(found.config, found.relabelings.steps);
  const configured = manifests.operator('Prometheus');
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
      const { interval, ...read } = reading.of(rule);
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
        ...read,
        absences: rule.expr === undefined ? [] : absencesIn(rule.expr),
      };
    });
  return {
    byId: new Map(pages.map((page) => [page.id, page])),
    unselected: new Set(alerts.filter(({ unselected }) => unselected).map(idOf)),
    listed,
    scrapes: new Map(scraped.map((target) => [scrapeOf(target), workloadScrape(target)])),
    mayHave: (selector) =>
      scraped.some((target) => isRead(selector, target)) ||
      [...unread.values()].some((scrape) => isOfScrape(selector, scrape)),
    receivers: new Map(
      (found?.config.receivers ?? []).map((receiver) => [
        receiver.name,
        JSON.stringify([receiver, globalsOf(receiver, found!.global)]),
      ]),
    ),
    isSent: sendingOf(facts.manifests, facts.prometheus)?.nowhere === undefined,
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
