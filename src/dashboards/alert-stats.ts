import {
  count,
  mul,
  or,
  recorded,
  type InstantVector,
  type Series,
  type ValueMatcher,
} from '../promql/build';
import type { Severity } from '../rules/rule';
import type { StatSpec } from './panel';

const ALERT_LABELS = ['namespace', 'service', 'severity', 'alertname', 'alertstate'] as const;
type AlertLabel = (typeof ALERT_LABELS)[number];

/** Pending and firing alerts: Prometheus writes this series. */
export function alertsWith(
  matchers: Readonly<Partial<Record<AlertLabel, string | ValueMatcher>>>,
): Series<AlertLabel, 'gauge'> {
  return recorded('ALERTS', ALERT_LABELS, matchers);
}

interface AlertStats {
  /** The services that the alerts are about, in words. */
  readonly about: string;
  readonly firing: (severity: Severity) => InstantVector;
  /** `up` of these services: without a target, the absence of alerts has no meaning. */
  readonly up: InstantVector;
  readonly noData: string;
}

export function alertStats({ about, firing, up, noData }: AlertStats): readonly StatSpec[] {
  const stat = (severity: Severity): Omit<StatSpec, 'title' | 'description' | 'thresholds'> => ({
    kind: 'stat',
    unit: 'count',
    noData,
    base: 'green',
    query: { query: or(count(firing(severity)), mul(0, count(up))), legend: severity },
  });
  return [
    {
      ...stat('critical'),
      title: 'Pages',
      description: `Firing critical alerts about ${about}. Each of them needs a person now.`,
      thresholds: [{ from: 1, color: 'red' }],
    },
    {
      ...stat('warning'),
      title: 'Tickets',
      description: `Firing warnings about ${about}: work for the next working day.`,
      thresholds: [{ from: 1, color: 'yellow' }],
    },
  ];
}

/**
 * The same about one service.
 * @param namespace of its alerts
 */
export const alertStatsOf = (
  service: string,
  namespace: string | ValueMatcher,
  { up, noData }: Pick<AlertStats, 'up' | 'noData'>,
): readonly StatSpec[] =>
  alertStats({
    about: 'this service',
    firing: (severity) => alertsWith({ alertstate: 'firing', severity, service, namespace }),
    up,
    noData,
  });
