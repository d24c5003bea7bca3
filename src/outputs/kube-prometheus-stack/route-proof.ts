import type { Environment } from '../../catalog/environment';
import { isFirstPlace, type PlacedService } from '../../catalog/placement';
import type { RulesOf } from '../../catalog/rule-resources';
import type { Problem } from '../../findings/finding';
import { InvalidInput } from '../../findings/invalid-input';
import { alertPrefix } from '../../rules/naming';
import { alertmanagerConfig, NULL_RECEIVER } from './alertmanager-config';
import { OUTAGE_SIGNS, OUTAGES, PARTIAL_OUTAGES } from './inhibitions';
import type { Labels } from './matcher';
import { CHART_PAGE, CHART_TICKET, raisedAlerts, type RaisedAlert } from './raised-alerts';
import { routingOf, type Routing } from './routing';

/**
 * Follows every alert of the services and of the chart along the routes of an environment. An environment without
 * receivers is not checked here: `environmentWarnings` reports it.
 * @param all the services of the stack, whose teams receivers may name @default these are all
 * @returns warnings: tickets that are not delivered, and unknown teams
 * @throws InvalidInput when a critical alert is not delivered, or the name of an alert makes it inhibit others
 */
export function proveRoutes(
  services: readonly PlacedService[],
  environment: Environment,
  all: readonly Pick<PlacedService, 'team'>[] = services,
  rulesOf?: RulesOf,
): readonly Problem[] {
  const alerts = services.map((service) => raisedAlerts(service, environment, rulesOf));
  const routing = routingOf(alertmanagerConfig(environment));
  const hasReceivers = environment.receivers.length > 0;
  const problems = [
    ...(hasReceivers ? unrouted('critical', alerts, routing, environment) : []),
    // Inhibition also hides alerts in Alertmanager's own page, so this needs no receivers.
    ...services.flatMap((service, index) =>
      isFirstPlace(service) ? alerts[index]!.flatMap(misleadingName) : [],
    ),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  if (!hasReceivers) return [];
  return [...unrouted('warning', alerts, routing, environment), ...unknownTeams(all, environment)];
}

/** For each severity, an alert of the chart that represents all others, and what people call its notification. */
const SEVERITIES = {
  critical: { sample: CHART_PAGE, noun: 'pages' },
  warning: { sample: CHART_TICKET, noun: 'tickets' },
} as const;

/** Alerts of a severity that no receiver gets: one problem for each service, and one for the chart. */
function unrouted(
  severity: keyof typeof SEVERITIES,
  alerts: readonly (readonly RaisedAlert[])[],
  routing: Routing,
  { name }: Environment,
): readonly Problem[] {
  const { sample, noun } = SEVERITIES[severity];
  const isLost = (labels: Labels): boolean =>
    routing.receiversOf(labels).every((receiver) => receiver === NULL_RECEIVER);
  const problem = (owner: string, lost: readonly Labels[], fix: string): Problem => ({
    resource: `environment "${name}"`,
    path: 'receivers',
    message: `no receiver gets the ${noun} of ${owner}`,
    found: [...new Set(lost.map((labels) => labels['alertname']))],
    fix,
  });
  return [
    ...alerts.flatMap((own) => {
      const lost = own.filter(({ labels }) => labels['severity'] === severity && isLost(labels));
      const [first] = lost;
      if (first === undefined) return [];
      const { service } = first;
      return problem(
        `service "${service.name}"`,
        lost.map(({ labels }) => labels),
        `add severity ${severity} to a receiver without teams, or to one of team ${service.team}`,
      );
    }),
    ...(isLost(sample)
      ? [
          problem(
            'the chart, which have no team',
            [sample],
            `add a receiver with severity ${severity} and without teams`,
          ),
        ]
      : []),
  ];
}

/** Inhibition rules match the end of a name: a name that ends like an outage inhibits, or is inhibited, by mistake. */
function misleadingName({ service, labels }: RaisedAlert): readonly Problem[] {
  const symptom = labels.alertname.slice(alertPrefix(service.name).length);
  const ending = [...OUTAGES, ...PARTIAL_OUTAGES, ...OUTAGE_SIGNS].find(
    (each) => symptom !== each && symptom.endsWith(each),
  );
  if (labels['severity'] !== 'critical' || ending === undefined) return [];
  const outages: readonly string[] = OUTAGES;
  const isBuiltIn = Object.hasOwn(service.builtInAlerts ?? {}, symptom);
  return [
    {
      resource: `service "${service.name}"`,
      path: isBuiltIn ? `builtInAlerts.${symptom}.severity` : 'alerts',
      message: outages.includes(ending)
        ? `a critical alert whose name ends in ${ending} inhibits all other alerts of the service`
        : `a critical alert whose name ends in ${ending} is inhibited by every outage`,
      found: symptom,
      fix: isBuiltIn
        ? 'leave it a warning, and page by an alert of your own with another name'
        : 'rename it, or make it a warning',
    },
  ];
}

/** A typing error here means that hasReceivers waits for alerts that never come. */
function unknownTeams(
  services: readonly Pick<PlacedService, 'team'>[],
  { name, receivers }: Environment,
): readonly Problem[] {
  const teams = [...new Set(services.map(({ team }) => team))];
  return receivers.flatMap((receiver) =>
    (receiver.teams ?? [])
      .filter((team) => !teams.includes(team))
      .map((team) => ({
        resource: `environment "${name}"`,
        path: `receivers.${receiver.name}.teams`,
        message: 'no service of the stack has this team',
        found: team,
        fix: `use one of ${teams.join(', ')}, unless alerts of other projects have this team`,
      })),
  );
}
