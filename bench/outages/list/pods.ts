import type { Outage } from '../outage';
import { crashLoop, dead, HANGS, NO_IMAGE, NOT_READY, pods, UNREACHABLE } from '../pods';

/** Kubernetes' default: minutes after which a rollout that makes no progress is marked as failed. */
const PROGRESS_DEADLINE = 10;
/** Minutes after which Kubernetes replaces the pods of a node that does not answer. */
const EVICTION = 5;

const REDUNDANT = 'The other pods serve every request, so a ticket is enough.';

const SECOND_RESTART =
  'One restart is no crash loop, and the second comes after two minutes; the alert waits for two more.';

/** Pods that die, hang, crash or never become ready. */
export const podOutages: readonly Outage[] = [
  {
    name: 'All pods are dead',
    extent: 'all of it',
    change: (minute) => ({ pods: pods([0, 1, 2], dead(minute)) }),
  },
  {
    name: 'All pods hang, but stay ready',
    extent: 'all of it',
    change: () => ({ pods: pods([0, 1, 2], HANGS) }),
  },
  {
    name: 'All pods crash loop, and run for one to two minutes each time',
    extent: 'all of it',
    change: (minute) => ({
      pods: { 0: crashLoop(60, minute), 1: crashLoop(90, minute), 2: crashLoop(120, minute) },
    }),
  },
  {
    name: 'No pod is ready, but all can be scraped',
    extent: 'all of it',
    change: () => ({ pods: pods([0, 1, 2], NOT_READY) }),
  },
  {
    name: 'The Deployment is scaled to 0 by mistake',
    extent: 'all of it',
    change: () => ({ replicas: 0, pods: { 0: undefined, 1: undefined, 2: undefined } }),
  },
  {
    name: 'The Deployment is deleted',
    extent: 'all of it',
    change: () => ({ replicas: undefined, pods: { 0: undefined, 1: undefined, 2: undefined } }),
  },
  {
    name: 'Two of four pods are dead',
    extent: 'half of it or more',
    replicas: 4,
    change: (minute) => ({ pods: pods([0, 1], dead(minute)) }),
  },
  {
    name: 'Two of four pods hang, but stay ready',
    extent: 'half of it or more',
    replicas: 4,
    change: () => ({ pods: pods([0, 1], HANGS) }),
  },
  {
    name: 'Two of four pods crash loop, and run for 90 s each time',
    extent: 'half of it or more',
    replicas: 4,
    change: (minute) => ({ pods: pods([0, 1], crashLoop(90, minute)) }),
    reason: SECOND_RESTART,
  },
  {
    name: 'Two of four pods are not ready, but can be scraped',
    extent: 'half of it or more',
    replicas: 4,
    change: () => ({ pods: pods([0, 1], NOT_READY) }),
  },
  {
    name: 'Two of three pods fail every request and every scrape, but stay ready',
    extent: 'half of it or more',
    change: () => ({ pods: pods([0, 1], { errors: 1, scrape: 'http 500' }) }),
  },
  {
    name: 'One of three pods is dead',
    extent: 'nothing yet',
    change: (minute) => ({ pods: pods([0], dead(minute)) }),
    reason: REDUNDANT,
  },
  {
    name: 'One of three pods hangs, but stays ready',
    extent: 'less than half',
    change: () => ({ pods: pods([0], HANGS) }),
    reason: 'The pod counts no request that hangs, so only its scrapes show it: a ticket, as two pods serve.',
  },
  {
    name: 'One of three pods crash loops, and runs for 90 s each time',
    extent: 'nothing yet',
    change: (minute) => ({ pods: pods([0], crashLoop(90, minute)) }),
    reason: REDUNDANT,
  },
  {
    name: 'One of three pods is not ready, but can be scraped',
    extent: 'nothing yet',
    change: () => ({ pods: pods([0], NOT_READY) }),
    reason:
      'The other pods serve every request. Alerts about single pods are on crashes and scrapes, not on readiness.',
  },
  {
    name: 'The node of one of three pods is lost; another pod replaces it after five minutes',
    extent: 'nothing yet',
    change: (minute) =>
      minute < EVICTION ? { pods: pods([0], UNREACHABLE) } : { pods: { 0: undefined, 3: {} } },
    reason: 'Kubernetes repairs it before a ticket would be read.',
  },
  {
    name: 'A rollout is stuck: the image cannot be pulled',
    extent: 'nothing yet',
    change: (minute) => ({ pods: { 3: NO_IMAGE }, updated: 1, stuck: minute >= PROGRESS_DEADLINE }),
    reason: 'The pods of the old version serve every request.',
  },
  {
    name: 'A rollout is stuck: the new pod never becomes ready',
    extent: 'nothing yet',
    change: (minute) => ({ pods: { 3: NOT_READY }, updated: 1, stuck: minute >= PROGRESS_DEADLINE }),
    reason: 'The pods of the old version serve every request.',
  },
];
