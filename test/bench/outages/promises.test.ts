import { ALL_OUTAGES } from '../../../bench/outages/list/index';
import { incidentsOf, type Message } from '../../../bench/outages/messages';
import type { Outage } from '../../../bench/outages/outage';
import { brokenPromises } from '../../../bench/outages/promises';
import { storedResults, type Observed } from '../../../bench/outages/results';

const { outages: found } = storedResults();

describe('the stored results', () => {
  it('are of all outages', () => {
    expect(Object.keys(found).toSorted()).toEqual(ALL_OUTAGES.map(({ name }) => name).toSorted());
    expect(ALL_OUTAGES.length).toBeGreaterThanOrEqual(40);
  });

  it.each(ALL_OUTAGES)('keep the promise: $name', (outage) => {
    expect(brokenPromises(outage, found[outage.name]!)).toEqual([]);
  });
});

describe('promises', () => {
  const outage: Outage = { name: 'All is lost', extent: 'all of it', change: () => ({}) };
  const nothing: Observed = { alerts: [], incidents: 0, messages: { pager: 0, tickets: 0 } };
  const pagedAfter = (page: number): Observed => ({ ...nothing, page });

  it.each([
    ['a page after 5 minutes', outage, pagedAfter(5), []],
    [
      'a page after 6 minutes',
      outage,
      pagedAfter(6),
      ['All is lost: users lose all of it, and the first page came after 6 minutes'],
    ],
    ['a late page with a reason', { ...outage, reason: 'It takes ten minutes.' }, pagedAfter(11), []],
    [
      'no page',
      { ...outage, extent: 'less than half' as const },
      nothing,
      ['All is lost: no page came, and no reason is stated'],
    ],
    ['no page with a reason', { ...outage, reason: 'A ticket is enough.' }, nothing, []],
    [
      'a reason although the page came',
      { ...outage, reason: 'It takes ten minutes.' },
      pagedAfter(3),
      ['All is lost: a page came in time, so the stated reason is out of date'],
    ],
    [
      'a reason where another run may be late',
      { ...outage, reason: 'It takes five minutes.' },
      pagedAfter(4.8),
      [],
    ],
    [
      'an alert before the outage',
      outage,
      { ...pagedAfter(1), alerts: [{ alert: 'OrderApiDown', severity: 'critical' as const, minute: -4 }] },
      ['All is lost: OrderApiDown fired before the outage'],
    ],
  ])('%s', (_case, given, observed, problems) => {
    expect(brokenPromises(given, observed)).toEqual(problems);
  });
});

test('a group that fires again after it was resolved is another incident, and a repeated message is not', () => {
  const message = (groupKey: string, status: Message['status'], at: number): Message => ({
    receiver: 'pager',
    status,
    groupKey,
    commonLabels: {},
    at,
  });
  expect(
    incidentsOf([
      message('a', 'firing', 1),
      message('a', 'firing', 2),
      message('b', 'firing', 3),
      message('a', 'resolved', 4),
      message('a', 'firing', 5),
    ]),
  ).toBe(3);
});
