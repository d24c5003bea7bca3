import type { Gauge } from '../metrics/metric';
import { probeMetrics } from '../metrics/probe';
import { avgOverTime, countBy, div, eq, ge, le, maxBy, select } from '../promql/build';
import type { AlertContext, AlertRow } from './alert';
import { upOf } from './presence';
import { scopeLabels, targetsOf } from './scope';
import { limitsOf } from './thresholds';

const successOf = (service: AlertContext) => select<Gauge>(probeMetrics.success, targetsOf(service));

/** Instead of the alerts on scrapes, for services that an exporter probes: `up` is about the exporter. */
export const probeAlerts: readonly AlertRow[] = [
  {
    symptom: 'ProbesFailing',
    severity: 'critical',
    for: '3m',
    keepFiringFor: '10m',
    summary: 'Half or more of the probes of %s fail.',
    description:
      '{{ $value | humanizePercentage }} of the probed addresses of %s in namespace {{ $labels.namespace }} do not answer as they should: it is down, or its clients cannot reach it.',
    // The average sees an address that answers now and then.
    expr: (service) => {
      const labels = scopeLabels(service);
      const failing = le(avgOverTime(successOf(service), '2m'), 0.5);
      return ge(
        div(countBy(labels, failing), countBy(labels, successOf(service))),
        limitsOf(service, 'ProbesFailing').threshold,
      );
    },
  },
  {
    symptom: 'ProbeFailing',
    severity: 'warning',
    for: '7m',
    summary: 'A probe of %s fails.',
    description: '{{ $labels.instance }} of %s does not answer as it should.',
    expr: (service) => eq(successOf(service), 0),
  },
  {
    symptom: 'ProberUnreachable',
    severity: 'critical',
    for: '5m',
    summary: 'The exporter that probes %s does not answer.',
    description:
      'Prometheus cannot reach the exporter that probes %s in namespace {{ $labels.namespace }}. The service is not monitored.',
    expr: (service) => eq(maxBy(scopeLabels(service), upOf(service)), 0),
  },
];
