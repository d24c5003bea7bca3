import { ALL_OUTAGES } from '../../bench/outages/list/index';
import { lastsOf, rateOf, type Outage } from '../../bench/outages/outage';
import { storedResults, type FiredAlert, type Observed } from '../../bench/outages/results';
import { PAGER, placedIn, routedEnvironment, TICKETS } from '../../bench/outages/stack';
import { certified, recipientsOf, type Row } from '../../src/certify/certificate';
import { Memory } from '../../src/certify/memory';
import { watchedService } from '../../src/certify/service';
import { faultOf } from './outage-fault';

/** Minutes to which the live runs are rounded. */
const ROUNDED = 0.05;

/** The bounds of one outage, beside what the live run saw of it. */
interface Compared {
  readonly what: string;
  /** Minutes; undefined if it never happened. */
  readonly observed: number | undefined;
  readonly bound: number;
  readonly lasts: number;
}

const environment = routedEnvironment();
const recipients = recipientsOf(environment);
const memory = new Memory();

function rowOf(outage: Outage): Row {
  const watched = watchedService(placedIn('any'), environment, rateOf(outage));
  const subject = { ...watched.subject, pods: outage.replicas ?? watched.subject.pods };
  // The stored run evaluated alerts every minute.
  const alerts = watched.alerts.map((alert) => ({ ...alert, every: 60 }));
  return certified({ ...watched, subject, alerts }, recipients, [faultOf(outage)], memory).rows[0]!;
}

const sameAlert =
  (labels: Readonly<Record<string, string>>) =>
  ({ alert, severity, slo }: FiredAlert): boolean =>
    alert === labels['alertname'] && severity === labels['severity'] && slo === labels['slo'];

function compared(outage: Outage, { firings, notifications }: Row, shown: Observed): readonly Compared[] {
  const lasts = lastsOf(outage);
  const first = { [PAGER]: shown.page, [TICKETS]: shown.ticket };
  return [
    ...firings.map(({ alert: { labels }, latest }) => ({
      what: `${outage.name}: ${labels['alertname']} ${labels['slo'] ?? ''} fires`,
      // Two tiers have the same labels here, and the earlier one is seen.
      observed: shown.alerts.find(sameAlert(labels))?.minute,
      bound: latest / 60,
      lasts,
    })),
    ...notifications.map(({ receiver, seconds, alert }) => ({
      what: `${outage.name}: ${receiver} is notified of ${alert?.name}`,
      observed: first[receiver as keyof typeof first],
      bound: seconds / 60,
      lasts,
    })),
  ];
}

const results = storedResults().outages;
const shownOutages = ALL_OUTAGES.filter(({ name }) => name in results);
const rows = new Map(shownOutages.map((outage) => [outage, rowOf(outage)]));
const all = shownOutages.flatMap((outage) => compared(outage, rows.get(outage)!, results[outage.name]!));

test('no live run exceeds a bound', () => {
  const late = all.filter(
    ({ observed = Infinity, bound, lasts }) => bound < lasts && observed > bound + ROUNDED,
  );
  expect(late).toEqual([]);
});

test('half of the bounds are within a minute and a half of what the live runs show', () => {
  const over = all
    .filter(({ observed, bound, lasts }) => observed !== undefined && bound < lasts)
    .map(({ observed, bound }) => bound - observed!)
    .toSorted((a, b) => a - b);
  expect(over.length).toBeGreaterThan(150);
  expect(over[Math.floor(over.length / 2)]).toBeLessThan(1.5);
});

test('everybody who was notified in a live run is in the certificate', () => {
  const missing = shownOutages.flatMap((outage) => {
    const lasts = lastsOf(outage);
    // What comes after the outage is about what is counted then.
    const [page, ticket] = [results[outage.name]!.page, results[outage.name]!.ticket].map((minute) =>
      minute !== undefined && minute < lasts ? minute : undefined,
    );
    const named = rows.get(outage)!.notifications.map(({ receiver }) => receiver);
    // A page comes first, and suppresses the ticket for a while.
    const first = page === undefined ? TICKETS : PAGER;
    return (page ?? ticket) === undefined || named.includes(first) ? [] : [`${outage.name}: ${first}`];
  });
  expect(missing).toEqual([]);
});
