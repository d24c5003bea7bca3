import type { Environment } from '../../catalog/environment';
import type { PlacedService } from '../../catalog/placement';
import type { Problem } from '../../findings/finding';
import { InvalidInput } from '../../findings/invalid-input';
import { alertPrefix } from '../../rules/naming';
import { alertmanagerConfig, NULL_RECEIVER } from './alertmanager-config';
import { OUTAGE_SIGNS, OUTAGES } from './inhibitions';
import { CHART_PAGE, CHART_TICKET, raisedAlerts, type RaisedAlert } from './raised-alerts';
import { routingOf, type Routing } from './routing';

/**
 * Follows every alert of the services, and of the chart, along the routes of an environment. One without receivers has
 * nobody to reach; {@link environmentWarnings} says so.
 * @returns what a person may accept, but should know
 * @throws InvalidInput when a critical alert reaches nobody, or when an alert of a service would silence its others
 */
export function proveRoutes(
  services: readonly PlacedService[],
  environment: Environment,
): readonly Problem[] {
  const alerts = services.map((service) => raisedAlerts(service, environment));
  const routing = routingOf(alertmanagerConfig(environment));
  const somebody = environment.receivers.length > 0;
  const problems = [
    ...(somebody ? unrouted('critical', alerts, routing, environment) : []),
    // Whoever looks at Alertmanager sees what it silences, told or not.
    ...alerts.flat().flatMap(misleadingName),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  if (!somebody) return [];
  return [...unrouted('warning', alerts, routing, environment), ...unknownTeams(services, environment)];
}

/** What stands for the chart's alerts of a severity, and what they become. */
const SEVERITIES = {
  critical: { sample: CHART_PAGE, noun: 'pages' },
  warning: { sample: CHART_TICKET, noun: 'tickets' },
} as const;

/** Alerts of a severity that no receiver gets: one problem a service, and one for the chart. */
function unrouted(
  severity: keyof typeof SEVERITIES,
  alerts: readonly (readonly RaisedAlert[])[],
  routing: Routing,
  { name }: Environment,
): readonly Problem[] {
  const { sample, noun } = SEVERITIES[severity];
  const reachesNobody = (labels: RaisedAlert['labels'] | typeof sample): boolean =>
    routing.receiversOf(labels).every((receiver) => receiver === NULL_RECEIVER);
  const problem = (whose: string, found: readonly (string | undefined)[], fix: string): Problem => ({
    resource: `environment "${name}"`,
    path: 'receivers',
    message: `leave out the ${noun} of ${whose}`,
    found: [...new Set(found)],
    fix,
  });
  return [
    ...alerts.flatMap((own) => {
      const lost = own.filter(({ labels }) => labels['severity'] === severity && reachesNobody(labels));
      const [first] = lost;
      return first === undefined
        ? []
        : [
            problem(
              `service "${first.service.name}"`,
              lost.map(({ labels }) => labels.alertname),
              `add ${severity} to the severities of one that takes all alerts, or those of team ${first.service.team}`,
            ),
          ];
    }),
    ...(reachesNobody(sample)
      ? [
          problem(
            'the chart, which have no team',
            [sample['alertname']],
            `add one with severity ${severity} and without teams`,
          ),
        ]
      : []),
  ];
}

/**
 * An alert that only sounds like an outage would silence the tickets and budgets of its service, and one that sounds
 * like the sign of an outage would be silenced by one.
 */
function misleadingName({ service, labels }: RaisedAlert): readonly Problem[] {
  const symptom = labels.alertname.slice(alertPrefix(service.name).length);
  const ending = [...OUTAGES, ...OUTAGE_SIGNS].find((each) => symptom !== each && symptom.endsWith(each));
  if (labels['severity'] !== 'critical' || ending === undefined) return [];
  const outages: readonly string[] = OUTAGES;
  return [
    {
      resource: `service "${service.name}"`,
      path: 'alerts',
      message: `have a critical one that ends in ${ending}, ${
        outages.includes(ending)
          ? 'which would silence all its other alerts like an outage'
          : 'which every outage would silence'
      }`,
      found: symptom,
      fix: 'end its name differently, or make it a warning',
    },
  ];
}

/** A typing error here means that somebody waits for alerts that never come. */
function unknownTeams(
  services: readonly PlacedService[],
  { name, receivers }: Environment,
): readonly Problem[] {
  const teams = [...new Set(services.map(({ team }) => team))];
  return receivers.flatMap((receiver) =>
    (receiver.teams ?? [])
      .filter((team) => !teams.includes(team))
      .map((team) => ({
        resource: `environment "${name}"`,
        path: `receivers.${receiver.name}.teams`,
        message: 'name one that no service of the catalog has',
        found: team,
        fix: `use one of ${teams.join(', ')}, unless others' alerts have it`,
      })),
  );
}
