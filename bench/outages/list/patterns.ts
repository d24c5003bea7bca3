import { everyRoute, type Outage } from '../outage';

/** Failures that come and go. */
export const patternOutages: readonly Outage[] = [
  {
    name: 'Every request fails for 20 s, every 10 minutes',
    extent: 'less than half',
    lasts: 180,
    change: (minute) => (minute % 10 < 1 / 3 ? { errors: everyRoute(1) } : {}),
  },
  {
    name: 'Every request fails for 2 minutes, every 30 minutes',
    extent: 'less than half',
    lasts: 180,
    change: (minute) => (minute % 30 < 2 ? { errors: everyRoute(1) } : {}),
  },
  {
    name: 'Every request fails for one minute, once',
    extent: 'less than half',
    lasts: 1,
    change: () => ({ errors: everyRoute(1) }),
  },
  {
    name: 'Failures grow from none to 10 % of the requests in an hour',
    extent: 'less than half',
    lasts: 75,
    change: (minute) => ({ errors: everyRoute(Math.min(0.1, (0.1 * minute) / 60)) }),
  },
];
