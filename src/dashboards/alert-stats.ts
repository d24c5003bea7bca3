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

/** Alerts that are pending or fire. Prometheus writes this series itself. */
export function alertsWith(
  matchers: Readonly<Partial<Record<AlertLabel, string | ValueMatcher>>>,
): Series<AlertLabel, 'gauge'> {
  return recorded('ALERTS', ALERT_LABELS, matchers);
}

interface AlertStats {
  /** Whom the alerts are about, in words. */
  readonly about: string;
  /** The alerts of a severity that fire. */
  readonly firing: (severity: Severity) => InstantVector;
  /** `up` of whom the alerts are about: without a target, no alert means nothing. */
  readonly up: InstantVector;
  readonly noData: string;
}

/** How many alerts fire: those that page, and those that can wait. */
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
      description: `Critical alerts about ${about} that fire now. Somebody should be on each of them.`,
      thresholds: [{ from: 1, color: 'red' }],
    },
    {
      ...stat('warning'),
      title: 'Tickets',
      description: `Warnings about ${about} that fire now: work for today, not for tonight.`,
      thresholds: [{ from: 1, color: 'yellow' }],
    },
  ];
}
