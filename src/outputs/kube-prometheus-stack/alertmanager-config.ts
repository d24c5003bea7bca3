import type { Environment, Receiver } from '../../catalog/environment';
import { INHIBITIONS } from './inhibitions';
import { TEMPLATES } from './message-templates';
import { HEARTBEAT, heartbeatConfig, receiverConfig } from './receiver-config';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';

/** A receiver that sends nothing. The chart's default route uses it, and Helm replaces lists of receivers. */
export const NULL_RECEIVER = 'null';

export type Recipients = Pick<Environment, 'receivers' | 'heartbeat'>;

interface SeverityRoute {
  readonly severity: Receiver['severities'][number];
  readonly matcher: string;
  readonly timing: Required<Pick<AlertmanagerRoute, 'group_wait' | 'group_interval' | 'repeat_interval'>>;
}

/**
 * Routing by severity, with the timing of the first notification, of changes in a group, and of repetitions. The
 * matchers exclude each other, so no receiver gets an alert twice.
 */
const SEVERITY_ROUTES: readonly SeverityRoute[] = [
  {
    severity: 'critical',
    matcher: 'severity="critical"',
    timing: { group_wait: '30s', group_interval: '5m', repeat_interval: '1h' },
  },
  {
    severity: 'warning',
    // Includes alerts with an unknown severity or without one: an extra ticket is better than a lost alert.
    matcher: 'severity!~"critical|info|none"',
    // Long enough for the page that inhibits it to fire first.
    timing: { group_wait: '2m', group_interval: '15m', repeat_interval: '12h' },
  },
  {
    severity: 'info',
    matcher: 'severity="info"',
    timing: { group_wait: '10m', group_interval: '1h', repeat_interval: '24h' },
  },
];

/** Routes alerts by severity, then by team. Without receivers, no alert is delivered. */
export function alertmanagerConfig(recipients: Recipients): AlertmanagerConfig {
  const { receivers, heartbeat } = recipients;
  return {
    global: { resolve_timeout: '5m' },
    templates: [TEMPLATES],
    inhibit_rules: [...INHIBITIONS],
    route: {
      receiver: NULL_RECEIVER,
      group_by: ['cluster', 'namespace', 'service', 'alertname', 'slo'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        watchdogRoute(recipients),
        { receiver: NULL_RECEIVER, matchers: ['alertname="InfoInhibitor"'] },
        ...SEVERITY_ROUTES.flatMap((row) => severityRoute(row, receivers)),
      ],
    },
    receivers: [
      { name: NULL_RECEIVER },
      ...(heartbeat === undefined ? [] : [heartbeatConfig(heartbeat)]),
      ...receivers.map(receiverConfig),
    ],
  };
}

/** Always fires, as long as Prometheus evaluates rules and reaches Alertmanager. */
function watchdogRoute({ heartbeat }: Recipients): AlertmanagerRoute {
  const matchers = ['alertname="Watchdog"'];
  if (heartbeat === undefined) return { receiver: NULL_RECEIVER, matchers };
  return {
    receiver: HEARTBEAT,
    matchers,
    group_wait: '0s',
    // Alertmanager checks only at this interval whether a notification is due.
    group_interval: '1m',
    repeat_interval: heartbeat.every,
  };
}

/** An alert of a team without a receiver goes to the null receiver. */
function severityRoute(
  { severity, matcher, timing }: SeverityRoute,
  receivers: readonly Receiver[],
): readonly AlertmanagerRoute[] {
  const own = receivers.filter(({ severities }) => severities.includes(severity));
  if (own.length === 0) return [];
  const routes = own.map(({ name, teams }) => ({
    receiver: name,
    ...(teams === undefined ? {} : { matchers: [teamMatcher(teams)] }),
    // The next receiver gets the alert too.
    continue: true,
  }));
  return [{ receiver: NULL_RECEIVER, matchers: [matcher], ...timing, routes }];
}

/** Alertmanager's classic and UTF-8 matcher syntax read a backslash differently, so a dot is quoted by brackets. */
function teamMatcher(teams: readonly string[]): string {
  return `team=~"${teams.map((team) => team.replaceAll('.', '[.]')).join('|')}"`;
}
