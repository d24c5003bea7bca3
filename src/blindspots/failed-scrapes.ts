import { folderRecordings, ofWorkload } from '../certify/folder/alerts';
import { holdsBefore } from '../certify/folder/workload-faults';
import { anyWorkload, MOST_PODS } from '../certify/folder/workloads';
import { firingsOf } from '../certify/firings';
import { Memory } from '../certify/memory';
import { healthySamples } from '../certify/world/world';
import type { Facts } from '../doctor/check';
import { metricsFail } from '../faults/list/metrics-fail';
import { firstPods } from '../faults/signals';
import { groupBy } from '../findings/group-by';
import type { Labels } from '../kubernetes/object';
import type { Pages } from './pages';

/** A scrape by the labels of its targets. */
interface Scrape {
  readonly labels: Labels;
  readonly isChanged: boolean;
}

/** The name of an alert that notifies a receiver where scrapes fail whose request a change made another one. */
export function failureAlert(before: Pages, now: Pages, facts: Facts): string | undefined {
  const all = [...ofWorkloads(before, now), ...ofUnread(before, now)];
  for (const same of groupBy(all, ({ labels }) => labels['job']).values()) {
    const changed = same.filter(({ isChanged }) => isChanged);
    const found = changed[0] && alertAbout(changed[0].labels, changed.length, same.length, now, facts);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ofWorkloads = (before: Pages, now: Pages): readonly Scrape[] =>
  [...before.scrapes].map(([key, { labels, request }]) => ({
    labels,
    isChanged: isOther(request, now.scrapes.get(key)?.request),
  }));

const ofUnread = (before: Pages, now: Pages): readonly Scrape[] =>
  [...before.unread].flatMap(([key, { jobs, request }]) =>
    [...jobs].map((job) => ({
      labels: { job },
      isChanged: isOther(request, now.unread.get(key)?.request),
    })),
  );

/** One that is gone does not fail. */
const isOther = (before: string, now: string | undefined): boolean => now !== undefined && now !== before;

/** An alert that fires when some of all the scrapes of a job fail. */
function alertAbout(
  labels: Labels,
  failed: number,
  all: number,
  { byId }: Pages,
  facts: Facts,
): string | undefined {
  const { job = '', namespace = 'any' } = labels;
  const pods = Math.min(all, MOST_PODS);
  const subject = {
    ...anyWorkload(job, facts.prometheus.scrapeInterval).subject,
    labels: { namespace, ...labels },
    namespace,
    pods,
  };
  const recordings = folderRecordings(facts.rules);
  const healthy = healthySamples(subject);
  const able = [...byId.values()].filter(
    ({ receivers, readsUp, absences }) =>
      receivers.size > 0 && (readsUp || absences.some(({ name }) => name === 'up')),
  );
  const alerts = ofWorkload(
    subject,
    able.map(({ alert }) => alert),
  )
    .map(({ watched }) => watched)
    .filter((watched) => !holdsBefore(healthy, recordings, watched));
  const fault = {
    ...metricsFail,
    signals: () => ({ pods: firstPods(Math.ceil((failed * pods) / all), { scrape: 'http 500' as const }) }),
  };
  const { firings } = firingsOf(
    { subject, rules: { recordings, offset: 0 }, alerts, burnAlerts: [] },
    fault,
    new Memory(),
  );
  return firings[0]?.alert.name;
}
