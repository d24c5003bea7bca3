import { everyRoute, type Outage } from '../outage';
import { pods } from '../pods';

const WITHIN_BUDGET = 'The budget allows it: half of what the objective permits over its period.';

/** Requests that fail, and requests that are slow. */
export const errorOutages: readonly Outage[] = [
  { name: 'Every request fails', extent: 'all of it', change: () => ({ errors: everyRoute(1) }) },
  {
    name: 'Half of the requests fail',
    extent: 'half of it or more',
    change: () => ({ errors: everyRoute(0.5) }),
  },
  {
    name: '20 % of the requests fail',
    extent: 'less than half',
    change: () => ({ errors: everyRoute(0.2) }),
  },
  {
    name: '5 % of the requests fail',
    extent: 'less than half',
    change: () => ({ errors: everyRoute(0.05) }),
  },
  {
    name: '1 % of the requests fail',
    extent: 'less than half',
    age: 3,
    lasts: 4 * 60,
    change: () => ({ errors: everyRoute(0.01) }),
  },
  {
    name: '0.2 % of the requests fail',
    extent: 'less than half',
    age: 33.5,
    lasts: 35 * 60,
    change: () => ({ errors: everyRoute(0.002) }),
    reason: 'The budget lasts for half of its period at this rate: a ticket is enough.',
  },
  {
    name: '0.05 % of the requests fail',
    extent: 'less than half',
    age: 80,
    lasts: 81 * 60,
    change: () => ({ errors: everyRoute(0.0005) }),
    reason: WITHIN_BUDGET,
  },
  {
    name: 'Every request of one route fails, 10 % of all',
    extent: 'less than half',
    change: () => ({ errors: { '/orders': 0.0001, '/orders/:id': 1 } }),
  },
  {
    name: 'One of three pods fails every request, but stays ready',
    extent: 'less than half',
    change: () => ({ pods: pods([0], { errors: 1 }) }),
  },
  {
    name: 'Every request is slow',
    extent: 'all of it',
    change: () => ({ slow: everyRoute(1) }),
    reason:
      'The latency objective of 99 % allows ten times as much as that of 99.9 %: 9 minutes are 2 % of its budget.',
  },
  {
    name: '20 % of the requests are slow',
    extent: 'less than half',
    change: () => ({ slow: everyRoute(0.2) }),
  },
  {
    name: 'Every request of one route is slow, 10 % of all',
    extent: 'less than half',
    age: 3,
    lasts: 4 * 60,
    change: () => ({ slow: { '/orders': 0.001, '/orders/:id': 1 } }),
  },
  {
    name: '0.5 % of the requests are slow',
    extent: 'less than half',
    change: () => ({ slow: everyRoute(0.005) }),
    reason: WITHIN_BUDGET,
  },
];
