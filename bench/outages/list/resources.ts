import type { Outage } from '../outage';
import { leak, pods } from '../pods';

/** CPU and memory. */
export const resourceOutages: readonly Outage[] = [
  {
    name: 'The kernel kills one pod for its memory every 15 minutes',
    extent: 'nothing yet',
    lasts: 120,
    change: (minute) => ({ pods: { 0: leak(15, minute) } }),
    reason: 'The other pods serve while it starts again: a ticket is enough.',
  },
  {
    name: 'Memory of every pod leaks and fills its limit in 8 minutes',
    extent: 'less than half',
    change: (minute) => ({ pods: pods([0, 1, 2], leak(8, minute)) }),
    reason: 'Each kill takes the service away for seconds. Only kills that repeat are an outage.',
  },
  {
    name: 'Memory of one pod grows to 95 % of its limit in an hour',
    extent: 'nothing yet',
    lasts: 75,
    change: (minute) => ({ pods: { 0: { memory: Math.min(0.95, 0.4 + (0.55 * minute) / 60) } } }),
    reason: 'Users notice nothing yet, and the ticket comes before the kernel kills.',
  },
  {
    name: 'CPU of every pod is throttled in half of its periods',
    extent: 'nothing yet',
    change: () => ({ pods: pods([0, 1, 2], { throttled: 0.5 }) }),
    reason: 'It explains slow requests, which have an objective of their own; the alert has severity info.',
  },
];
