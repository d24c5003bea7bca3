import { everyRoute, type Outage } from '../outage';
import { dead, pods } from '../pods';

const BLIND = 'nothing, but alerts are blind';
const ALL = [0, 1, 2];

/** What makes alerts blind, while the service may be fine. */
export const monitoringOutages: readonly Outage[] = [
  {
    name: '/metrics of every pod hangs',
    extent: BLIND,
    change: () => ({ pods: pods(ALL, { scrape: 'hangs' }) }),
  },
  {
    name: '/metrics of every pod answers 500',
    extent: BLIND,
    change: () => ({ pods: pods(ALL, { scrape: 'http 500' }) }),
  },
  {
    name: 'Every pod exposes more samples than its sample limit',
    extent: BLIND,
    change: () => ({ pods: pods(ALL, { scrape: 'too many samples' }) }),
  },
  {
    name: '/metrics of one of three pods answers 500',
    extent: BLIND,
    change: () => ({ pods: pods([0], { scrape: 'http 500' }) }),
    reason: 'Two of three pods are still measured: a ticket is enough.',
  },
  {
    name: '/metrics of two of four pods hangs',
    extent: BLIND,
    replicas: 4,
    change: () => ({ pods: pods([0, 1], { scrape: 'hangs' }) }),
  },
  {
    name: 'A release renames the counter and the histogram',
    extent: BLIND,
    change: () => ({ renamed: 'metric', pods: pods(ALL, { process: 1 }) }),
    reason: 'The service works: a ticket is enough.',
  },
  {
    name: 'A release renames the label status to code, and half of the requests fail',
    extent: 'half of it or more',
    change: () => ({ renamed: 'label', errors: everyRoute(0.5), pods: pods(ALL, { process: 1 }) }),
    reason:
      'No rule can tell errors without their label, so `SloDataMissing` opens a ticket. `signalproof contract check` finds it before the release.',
  },
  {
    name: 'A release changes the bucket bound 0.25 to 0.3, and every request is slow',
    extent: 'all of it',
    change: () => ({ renamed: 'bucket', slow: everyRoute(1), pods: pods(ALL, { process: 1 }) }),
    reason:
      'Without the bucket of the objective nothing is measured until it is back, when the requests of up to an hour are counted. `signalproof contract check` finds it before the release.',
  },
  {
    name: 'The ServiceMonitor is deleted',
    extent: BLIND,
    change: () => ({ monitored: false }),
  },
  {
    name: 'kube-state-metrics is gone',
    extent: BLIND,
    change: () => ({ kubeStateMetrics: false }),
    reason: 'Targets and requests are still measured, and the rules of the chart report kube-state-metrics.',
  },
  {
    name: 'kube-state-metrics is gone, and all pods are dead',
    extent: 'all of it',
    change: (minute) => ({ kubeStateMetrics: false, pods: pods(ALL, dead(minute)) }),
  },
  {
    name: 'Half of the requests fail, and Prometheus restarts after a minute, 30 s away',
    extent: 'half of it or more',
    lasts: 30,
    interruption: { program: 'prometheus', at: 1, lasts: 0.5 },
    change: () => ({ errors: everyRoute(0.5) }),
  },
  {
    name: 'Prometheus restarts, 5 minutes away',
    extent: 'nothing yet',
    lasts: 30,
    interruption: { program: 'prometheus', at: 1, lasts: 5 },
    change: () => ({}),
    reason: 'The service works, and nothing may fire. The heartbeat reports a Prometheus that stays away.',
  },
  {
    name: 'Half of the requests fail, and Alertmanager restarts after two minutes, 30 s away',
    extent: 'half of it or more',
    lasts: 30,
    interruption: { program: 'alertmanager', at: 2, lasts: 0.5 },
    change: () => ({ errors: everyRoute(0.5) }),
  },
];
