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

/** The fields of a service that the alerts on its traffic depend on. */
export interface TrafficContext extends AlertContext {
  readonly signals: GoldenSignals;
}

/**
 * Requests per second below which an outage cannot be distinguished from chance. A service at this rate could be
 * ten times quieter today, and ten minutes without any of the twelve requests that are left would still be less likely
 * than one in 100,000.
 */
const LEAST_RATE = 0.2;

/**
 * Below this share of the lowest usual rate, most clients are gone. With the least rate above, ten minutes hold 120
 * requests at that time and 12 at this share: a service that is three times quieter today has as few by chance less
 * than once in a million times.
 */
const COLLAPSED = 0.1;

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
    expr: (service) =>
      unless(and(and(busy(service, '1d'), busy(service, '7d')), alive(service)), gt(total(service, '0s'), 0)),
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
      const few = (ago: Duration) => lt(total(service, '0s'), mul(COLLAPSED, busy(service, ago)));
      return gt(and(few('1d'), few('7d')), 0);
    },
  },
];

/** The lowest rate around that time, if it was high enough throughout. */
function busy(service: TrafficContext, ago: Duration): InstantVector {
  const end = duration(seconds(ago) - seconds(MARGIN));
  // Counters that come with the first request are missing before it, and that means 0.
  const rate = or(total(service, end), mul(0, existed(service, end)));
  return ge(minOverTime(rate, duration(2 * seconds(MARGIN)), STEP), LEAST_RATE);
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
