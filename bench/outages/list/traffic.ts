import { everyRoute, type Outage } from '../outage';

/** Requests per second of one a minute, and of four an hour. */
const ONE_A_MINUTE = 1 / 60;
const FOUR_AN_HOUR = 4 / 3600;

/** Requests that do not arrive, and services with few of them. */
export const trafficOutages: readonly Outage[] = [
  {
    name: 'Requests stop on their way to the service',
    extent: 'all of it',
    change: () => ({ traffic: 0 }),
    reason:
      'A pause and a broken path look the same at first: the alert waits for ten minutes without a request.',
  },
  {
    name: '95 % of the requests stop on their way to the service',
    extent: 'half of it or more',
    change: () => ({ traffic: 0.05 }),
    reason: 'A quiet hour looks the same at first: the alert compares ten minutes with other days.',
  },
  {
    name: 'Half of the requests stop on their way to the service',
    extent: 'half of it or more',
    change: () => ({ traffic: 0.5 }),
    reason: 'Days differ by as much without an outage, so nothing fires.',
  },
  {
    name: 'Requests of a service with four an hour stop',
    extent: 'all of it',
    rate: FOUR_AN_HOUR,
    change: () => ({ traffic: 0 }),
    reason: 'An hour without a request is usual for it: monitor it with a probe.',
  },
  {
    name: 'Every request of a service with one a minute fails',
    extent: 'all of it',
    rate: ONE_A_MINUTE,
    change: () => ({ errors: everyRoute(1) }),
    reason: 'Fewer than five failures do not page, and the fifth comes after five minutes.',
  },
  {
    name: 'Every request of a service with four an hour fails',
    extent: 'all of it',
    rate: FOUR_AN_HOUR,
    lasts: 120,
    change: () => ({ errors: everyRoute(1) }),
    reason: 'Fewer than five failures do not page, and the fifth comes after more than an hour.',
  },
];
