import { platformMetrics } from '../metrics/platform';
import {
  and,
  eq,
  ge,
  gt,
  maxBy,
  minOverTime,
  mul,
  offset,
  or,
  recorded,
  select,
  sumBy,
  unless,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import type { AlertContext, AlertRow } from './alert';
import type { GoldenSignals } from './golden-signals';
import { goldenSignalRecords } from './naming';
import { SCOPE_LABELS, targetsOf } from './scope';

/** A service as the alert on its traffic sees it. */
export interface TrafficContext extends AlertContext {
  readonly signals: GoldenSignals;
}

/**
 * Requests per second below which a service is too quiet to tell an outage from chance. A service at this rate could be
 * ten times quieter today, and ten minutes without any of the twelve requests that are left would still be less likely
 * than one in 100,000.
 */
const LEAST_RATE = 0.2;

/**
 * How far before and after the same time there has to have been traffic. As long as the shift of a clock change: a night
 * may begin or end so much earlier or later than the one before.
 */
const MARGIN: Duration = '1h';

/** The recorded rate covers so much: steps of this length leave no gap. */
const STEP: Duration = '5m';

/** Alerts on the requests themselves, for every service that tells its golden signals. */
export const trafficAlerts: readonly AlertRow<TrafficContext>[] = [
  {
    symptom: 'TrafficStopped',
    severity: 'critical',
    // With the five minutes that the rate covers, ten.
    for: '5m',
    summary: 'Requests to %s have stopped.',
    description:
      'Targets of %s in namespace {{ $labels.namespace }} answer Prometheus, but no request has come for ten minutes. ' +
      'Around this time a day ago there were never fewer than {{ $value | printf "%.1f" }} a second, and a week ago it was busy too: ' +
      'the way to the service may be broken (ingress, DNS, TLS).',
    expr: (service) => {
      const answers = eq(maxBy(SCOPE_LABELS, select(platformMetrics.up, targetsOf(service))), 1);
      return unless(and(and(busy(service, '1d'), busy(service, '7d')), answers), gt(total(service, '0s'), 0));
    },
  },
];

/** The lowest rate of the time around so long ago, if it was high enough all the time. */
function busy(service: TrafficContext, ago: Duration): InstantVector {
  const end = duration(seconds(ago) - seconds(MARGIN));
  const targets = offset(select(platformMetrics.up, targetsOf(service)), end);
  // Counters that come with the first request are missing before it, and that means 0.
  const rate = or(total(service, end), mul(0, maxBy(SCOPE_LABELS, targets)));
  return ge(minOverTime(rate, duration(2 * seconds(MARGIN)), STEP), LEAST_RATE);
}

/** Requests per second, so long ago. */
function total({ signals, ...service }: TrafficContext, ago: Duration): InstantVector {
  const rate = recorded(goldenSignalRecords.requestRate(service.name), [...SCOPE_LABELS, ...signals.by], {
    ...signals.traffic,
    ...targetsOf(service),
  });
  return sumBy(SCOPE_LABELS, seconds(ago) === 0 ? rate : offset(rate, ago));
}
