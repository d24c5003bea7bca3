import {
  and,
  ge,
  gt,
  lt,
  minOverTime,
  mul,
  offset,
  or,
  recorded,
  sumBy,
  unless,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import type { AlertContext, AlertRow } from './alert';
import type { GoldenSignals } from './golden-signals';
import { goldenSignalRecords } from './naming';
import { alive, existed } from './presence';
import { scopeLabels, targetsOf } from './scope';
import { limitsOf } from './thresholds';

/** The fields of a service that the alerts on its traffic depend on. */
export interface TrafficContext extends AlertContext {
  readonly signals: GoldenSignals;
}

/**
 * Traffic is required this long before and after the same time of day. A clock change shifts traffic by as much.
 */
const MARGIN: Duration = '1h';

/** The window of the recorded rate: steps of this length leave no gap. */
const STEP: Duration = '5m';

/** Alerts on the requests, for every service with golden signals. */
export const trafficAlerts: readonly AlertRow<TrafficContext>[] = [
  {
    symptom: 'TrafficStopped',
    severity: 'critical',
    // Ten minutes in total, as the rate covers five.
    for: '5m',
    summary: 'Requests to %s have stopped.',
    description:
      'Targets of %s in namespace {{ $labels.namespace }} are scraped, but have received no request for ten minutes. ' +
      'Around this time a day ago the rate was never below {{ $value | printf "%.1f" }} requests per second, and a week ago it was similar: ' +
      'the path to the service may be broken (ingress, DNS, TLS).',
    descriptionOfPushed:
      '%s in namespace {{ $labels.namespace }} pushes its series, but has received no request for ten minutes. ' +
      'Around this time a day ago the rate was never below {{ $value | printf "%.1f" }} requests per second, and a week ago it was similar: ' +
      'the path to the service may be broken (ingress, DNS, TLS).',
    expr: (service) => {
      const { minimumTraffic } = limitsOf(service, 'TrafficStopped');
      return unless(
        and(and(busy(service, '1d', minimumTraffic), busy(service, '7d', minimumTraffic)), alive(service)),
        gt(total(service, '0s'), 0),
      );
    },
  },
  {
    symptom: 'TrafficCollapsed',
    severity: 'critical',
    for: '5m',
    summary: 'Most of the requests to %s have stopped.',
    description:
      '%s in namespace {{ $labels.namespace }} receives {{ $value | printf "%.2f" }} requests per second, less than a tenth of the lowest rate ' +
      'around this time a day ago and a week ago: the path to the service may be broken for most clients (ingress, DNS, TLS, one region).',
    // A rate of 0 is TrafficStopped.
    expr: (service) => {
      const { threshold, minimumTraffic } = limitsOf(service, 'TrafficCollapsed');
      const few = (ago: Duration) =>
        lt(total(service, '0s'), mul(threshold, busy(service, ago, minimumTraffic)));
      return gt(and(few('1d'), few('7d')), 0);
    },
  },
];

/** The lowest rate around that time, if it was high enough throughout. */
function busy(service: TrafficContext, ago: Duration, least: number): InstantVector {
  const end = duration(seconds(ago) - seconds(MARGIN));
  // Counters that come with the first request are missing before it, and that means 0.
  const rate = or(total(service, end), mul(0, existed(service, end)));
  return ge(minOverTime(rate, duration(2 * seconds(MARGIN)), STEP), least);
}

/** Requests per second at that time. */
function total({ signals, ...service }: TrafficContext, ago: Duration): InstantVector {
  const rate = recorded(
    goldenSignalRecords.requestRate(service.name),
    [...scopeLabels(service), ...signals.by],
    {
      ...signals.traffic,
      ...targetsOf(service),
    },
  );
  return sumBy(scopeLabels(service), seconds(ago) === 0 ? rate : offset(rate, ago));
}
