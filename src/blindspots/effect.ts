import type { Page, Pages } from './pages';

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
    return [
      ...ofReceivers(page, now),
      ...ofSettings(page, before, after),
      ...ofSources(page, now),
      ...ofText(page, now),
    ];
  });
  return isRouted ? [...changes, ...ofInhibitions(before, after)] : changes;
}

function ofReceivers(page: Page, now: Page): readonly Change[] {
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
      how: `${receiver} is notified ${minutes(now.receivers.get(receiver)! - seconds)} later`,
      kind: 'delayed',
    })),
  ];
}

/** A receiver that reads another file, key or address may send nothing. */
const ofSettings = ({ receivers, possible, ...page }: Page, before: Pages, after: Pages): readonly Change[] =>
  [...receivers.keys(), ...possible]
    .filter((name) => after.receivers.has(name) && after.receivers.get(name) !== before.receivers.get(name))
    .map((name): Change => ({
      page: { receivers, possible, ...page },
      how: `${name} has other settings`,
      kind: 'silenced',
    }));

const ofSources = (page: Page, now: Page): readonly Change[] =>
  [...page.sources]
    .filter((source) => !now.sources.has(source))
    .map((source): Change => ({ page, how: `it no longer reads ${source}`, kind: 'silenced' }));

const ofText = (page: Page, now: Page): readonly Change[] =>
  page.text === now.text ? [] : [{ page, how: 'its condition is another one', kind: 'altered' }];

function ofInhibitions(before: Pages, after: Pages): readonly Change[] {
  const [old, now] = [before.suppressors(), after.suppressors()];
  return [...before.byId.values()].flatMap((page): readonly Change[] => {
    const more = (now.get(page.id) ?? []).filter((name) => !(old.get(page.id) ?? []).includes(name));
    return more.length === 0
      ? []
      : [{ page, how: `it is suppressed while ${more[0]!} fires`, kind: 'suppressed' }];
  });
}

const minutes = (seconds: number): string => `${Math.round(seconds / 60)} min`;
