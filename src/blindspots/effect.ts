import type { Page, Pages } from './pages';
import type { UnreadScrape } from './unread-scrapes';

/** What a mutant does to one page. */
export interface Change {
  readonly page: Page;
  /** As a clause: `on-call is not notified`. */
  readonly how: string;
  readonly kind: 'silenced' | 'delayed' | 'altered' | 'suppressed';
}

/** Later by less is within the usual course of evaluations. */
const DELAY = 300;

/** How pages differ after a change. Alerts that read other rules, series or values are altered. */
export function changesOf(before: Pages, after: Pages, isRouted: boolean): readonly Change[] {
  const changes = [...before.byId.values()].flatMap((page): readonly Change[] => {
    const now = after.byId.get(page.id);
    if (now === undefined) return [{ page, how: 'it is no longer evaluated', kind: 'silenced' }];
    if (before.isSent && !after.isSent)
      return [{ page, how: 'Prometheus sends it to no Alertmanager', kind: 'silenced' }];
    return [
      ...ofReceivers(page, now, after.isRouted),
      ...ofSeverity(page, now, before.isRouted),
      ...ofSettings(page, before, after),
      ...ofLoading(page, before, after),
      ...ofMuting(page, now),
      ...ofSources(page, now),
      ...ofScrapes(page, before, after),
      ...ofUnread(page, before, after),
      ...ofText(page, now),
    ];
  });
  return isRouted ? [...changes, ...ofInhibitions(before, after)] : changes;
}

function ofReceivers(page: Page, now: Page, isRouted: boolean): readonly Change[] {
  const lost = [...page.receivers.keys(), ...page.possible].filter(
    (receiver) => !now.receivers.has(receiver) && !now.possible.includes(receiver),
  );
  const late = [...page.receivers].filter(
    ([receiver, seconds]) => (now.receivers.get(receiver) ?? 0) > seconds + DELAY,
  );
  return [
    ...lost.map((receiver): Change => ({ page, how: `${receiver} is not notified`, kind: 'silenced' })),
    ...late.map(([receiver, seconds]): Change => ({
      page,
      how: `${isRouted ? `${receiver} is notified` : 'it fires'} ${minutes(now.receivers.get(receiver)! - seconds)} later`,
      kind: 'delayed',
    })),
  ];
}

/** Where routes are not known, they may read the severity. */
const ofSeverity = (page: Page, now: Page, isRouted: boolean): readonly Change[] =>
  isRouted || page.alert.labels['severity'] === now.alert.labels['severity']
    ? []
    : [
        {
          page,
          how: `its severity is ${now.alert.labels['severity'] ?? 'missing'}, which routes may not notify`,
          kind: 'silenced',
        },
      ];

/** A receiver that reads another file, key or address may send nothing. */
const ofSettings = ({ receivers, possible, ...page }: Page, before: Pages, after: Pages): readonly Change[] =>
  [...receivers.keys(), ...possible]
    .filter((name) => after.receivers.has(name) && after.receivers.get(name) !== before.receivers.get(name))
    .map((name): Change => ({
      page: { receivers, possible, ...page },
      how: `${name} has other settings`,
      kind: 'silenced',
    }));

const ofLoading = (page: Page, before: Pages, after: Pages): readonly Change[] =>
  before.isLoaded(page.alert.rule.object) && !after.isLoaded(page.alert.rule.object)
    ? [{ page, how: 'no prometheus.yml loads its file', kind: 'silenced' }]
    : [];

const ofMuting = (page: Page, now: Page): readonly Change[] =>
  now.muted
    .filter((clause) => !page.muted.includes(clause))
    .map((how): Change => ({ page, how, kind: 'silenced' }));

const ofSources = (page: Page, now: Page): readonly Change[] =>
  [...page.sources]
    .filter((source) => !now.sources.has(source))
    .map((source): Change => ({ page, how: `it no longer reads ${source}`, kind: 'silenced' }));

type Labelled = Pick<UnreadScrape, 'keepsLabels'>;

const losesLabels = (was: Labelled, is: Labelled, metrics: ReadonlySet<string>): boolean =>
  [...metrics].some((metric) => was.keepsLabels(metric) && !is.keepsLabels(metric));

const ofScrapes = (page: Page, before: Pages, after: Pages): readonly Change[] =>
  [...page.scrapes].flatMap(([key, metrics]): readonly Change[] => {
    const [was, is] = [before.scrapes.get(key)!, after.scrapes.get(key)];
    const silenced = (how: string): Change => ({ page, how: `${how} ${was.workload}`, kind: 'silenced' });
    if (is === undefined) return [];
    if (is.request !== was.request) return [silenced('scrapes may fail of')];
    return losesLabels(was, is, metrics) ? [silenced('it may read other labels of')] : [];
  });

/** Of scrapes whose targets are not among the manifests, only what they state is known. */
const ofUnread = (page: Page, before: Pages, after: Pages): readonly Change[] =>
  [...page.unread].flatMap(([key, metrics]): readonly Change[] => {
    const [was, is] = [before.unread.get(key)!, after.unread.get(key)];
    const silenced = (how: string): Change => ({ page, how: `${how} ${was.name}`, kind: 'silenced' });
    if (is?.finds !== was.finds) return [silenced('it may no longer read')];
    if (is.request !== was.request) return [silenced('scrapes may fail of')];
    if (losesLabels(was, is, metrics)) return [silenced('it may read other labels of')];
    if (is.reads !== was.reads) return [silenced('it may read other samples of')];
    return [...metrics]
      .filter((metric) => is.drops(metric) && !was.drops(metric))
      .map((metric) => silenced(`it no longer reads ${metric} of`));
  });

const ofText = (page: Page, now: Page): readonly Change[] =>
  page.text === now.text ? [] : [{ page, how: 'its condition is another one', kind: 'altered' }];

function ofInhibitions(before: Pages, after: Pages): readonly Change[] {
  const [old, now] = [before.suppressors(), after.suppressors()];
  return [...before.byId.values()].flatMap((page): readonly Change[] => {
    const known = new Set(old.get(page.id)?.map(({ id }) => id));
    const more = (now.get(page.id) ?? []).filter(({ id }) => !known.has(id));
    const [first] = more;
    if (first === undefined) return [];
    const missed = more.map((other) => ({ other, receivers: missing(page, other) }));
    const worst = missed.find(({ receivers }) => receivers.length > 0);
    return [
      worst === undefined
        ? { page, how: `it is suppressed while ${first.alert.rule.name} fires`, kind: 'suppressed' }
        : {
            page,
            how: `it is suppressed while ${worst.other.alert.rule.name} fires, which does not notify ${worst.receivers.join(', ')}`,
            kind: 'silenced',
          },
    ];
  });
}

/** Receivers of a page that another one does not notify. */
const missing = ({ receivers }: Page, other: Page): readonly string[] =>
  [...receivers.keys()].filter((receiver) => !other.receivers.has(receiver));

const minutes = (seconds: number): string => `${Math.round(seconds / 60)} min`;
