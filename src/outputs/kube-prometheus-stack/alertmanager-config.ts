import type { Environment, Receiver } from '../../catalog/environment';
import { INHIBITIONS } from './inhibitions';
import { TEMPLATES } from './message-templates';
import { HEARTBEAT, heartbeatConfig, receiverConfig } from './receiver-config';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';

/** The receiver of alerts that nobody needs to see. The chart's route names it, and Helm replaces lists of receivers. */
export const NULL_RECEIVER = 'null';

/** Who is told about alerts. */
export type Recipients = Pick<Environment, 'receivers' | 'heartbeat'>;

interface SeverityRoute {
  readonly severity: Receiver['severities'][number];
  readonly matcher: string;
  readonly timing: Required<Pick<AlertmanagerRoute, 'group_wait' | 'group_interval' | 'repeat_interval'>>;
}

/**
 * How alerts are told apart, and how soon people are told of the first of a group, of more in it, and again of what
 * keeps firing. The matchers exclude each other, so no receiver is told twice.
 */
const SEVERITY_ROUTES: readonly SeverityRoute[] = [
  {
    severity: 'critical',
    matcher: 'severity="critical"',
    timing: { group_wait: '30s', group_interval: '5m', repeat_interval: '1h' },
  },
  {
    severity: 'warning',
    // Other people's alerts may have another severity or none. Better a ticket too many than an alert that nobody gets.
    matcher: 'severity!~"critical|info|none"',
    // By then the page that makes it needless has come.
    timing: { group_wait: '2m', group_interval: '15m', repeat_interval: '12h' },
  },
  {
    severity: 'info',
    matcher: 'severity="info"',
    timing: { group_wait: '10m', group_interval: '1h', repeat_interval: '24h' },
  },
];

/** Routes alerts by severity, then by team; without receivers, all of them to nobody. */
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
    // When a notification is due is only looked at this often.
    group_interval: '1m',
    repeat_interval: heartbeat.every,
  };
}

/** What no receiver below it takes, for want of the team, stays with nobody. */
function severityRoute(
  { severity, matcher, timing }: SeverityRoute,
  receivers: readonly Receiver[],
): readonly AlertmanagerRoute[] {
  const own = receivers.filter(({ severities }) => severities.includes(severity));
  if (own.length === 0) return [];
  const routes = own.map(({ name, teams }) => ({
    receiver: name,
    ...(teams === undefined ? {} : { matchers: [teamMatcher(teams)] }),
    // The next receiver is told as well.
    continue: true,
  }));
  return [{ receiver: NULL_RECEIVER, matchers: [matcher], ...timing, routes }];
}

/** Alertmanager's older and newer syntax read a backslash differently, so a dot is quoted by brackets. */
function teamMatcher(teams: readonly string[]): string {
  return `team=~"${teams.map((team) => team.replaceAll('.', '[.]')).join('|')}"`;
}
