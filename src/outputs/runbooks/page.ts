import type { PlacedService } from '../../catalog/placement';
import { ruleResources } from '../../catalog/rule-resources';
import { format } from '../../promql/print';
import { dashboardUrl } from '../../rules/dashboard-links';
import { runbookOf } from '../../rules/alert';
import { alertPrefix } from '../../rules/naming';
import { isAlert, type AlertRule } from '../../rules/rule';
import { queriesFor, type AskedQuery } from '../../runbooks/for-service';

/** What a page says about the environment. */
interface Place {
  readonly environment: string;
  readonly cluster: string;
}

/**
 * The runbook page of a service in an environment, as Markdown: each of its alerts with its expression and the first
 * queries, which name the service's own metrics. Causes and mitigations are on the generic pages.
 * @param placed the service in each of its namespaces
 */
export function runbookPage(placed: readonly [PlacedService, ...PlacedService[]], place: Place): string {
  const [service] = placed;
  const alerts = placed.flatMap((one) => alertsOf(one).map((rule) => ({ rule, of: one })));
  const names = [...new Set(alerts.map(({ rule }) => rule.alert))].toSorted();
  return `${[
    `# ${service.name}`,
    `Written by \`signalproof runbooks\` for environment ${place.environment}: edit the stack, not this page.`,
    table([
      ['Team', service.team],
      ['Cluster', place.cluster],
      [placed.length === 1 ? 'Namespace' : 'Namespaces', placed.map(({ namespace }) => namespace).join(', ')],
      ...dashboardsOf(service),
    ]),
    ...(placed.length === 1
      ? []
      : [`Queries are for namespace \`${service.namespace}\`: use the label \`namespace\` of the alert.`]),
    ...placed.flatMap(elsewhere),
    ...names.flatMap((name) => {
      // Only some namespaces may have an object that the alert is about.
      const { of } = alerts.find(({ rule }) => rule.alert === name)!;
      const own = alerts.filter((each) => each.rule.alert === name && each.of === of);
      return section(
        name,
        own.map(({ rule }) => rule),
        of,
      );
    }),
  ].join('\n\n')}\n`;
}

const alertsOf = (service: PlacedService): readonly AlertRule[] =>
  ruleResources(service).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)));

/** Where another object runs the service. */
const elsewhere = ({ namespace, controller, otherControllers }: PlacedService, index: number) =>
  index === 0 || controller === undefined || otherControllers === undefined
    ? []
    : [
        `In namespace \`${namespace}\`, ${controller.kind} \`${controller.name}\` runs the service: name it in queries about pods.`,
      ];

function dashboardsOf({ grafana, name, slos }: PlacedService): readonly (readonly [string, string])[] {
  if (grafana === undefined) return [];
  const signals = ['Dashboard', dashboardUrl(grafana, name, 'signals')] as const;
  return slos.length === 0
    ? [signals]
    : [signals, ['Error budgets', dashboardUrl(grafana, name, 'slo')] as const];
}

/** Alerts of one name: one, or those on several objectives and windows. */
function section(name: string, alerts: readonly AlertRule[], service: PlacedService): readonly string[] {
  const symptom = name.slice(alertPrefix(service.name).length);
  const [first] = alerts as [AlertRule, ...AlertRule[]];
  const objectives = service.slos.filter((slo) => alerts.some(({ labels }) => labels['slo'] === slo.name));
  return [
    `## ${name}`,
    `Causes and mitigation: [${symptom}](${service.runbooks}/${runbookOf({ symptom })}).`,
    ...(objectives.length === 0
      ? [
          alerts
            .map(({ labels, for: held }) => `${labels.severity}, after ${held}, while this has results:`)
            .join(' '),
          fenced(format(first.expr.expr)),
          ...asked(queriesFor(service, symptom)),
        ]
      : [
          variants(alerts),
          ...objectives.flatMap((slo) => [
            `### Objective ${slo.name}: ${slo.objective} % in ${slo.period}`,
            ...alerts
              .filter(({ labels }) => labels['slo'] === slo.name)
              .slice(0, 1)
              .map(({ annotations }) => annotations.summary),
            ...asked(queriesFor(service, symptom, slo)),
          ]),
        ]),
  ];
}

/** Labels that tell alerts of one name apart. */
const DISTINCT = ['slo', 'severity', 'long', 'short'] as const;

function variants(alerts: readonly AlertRule[]): string {
  const used = DISTINCT.filter((label) => alerts.some(({ labels }) => labels[label] !== undefined));
  const rows = alerts.map((alert) => [...used.map((label) => alert.labels[label] ?? ''), alert.for]);
  return [[...used, 'for'], [...used, 'for'].map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const asked = (queries: readonly AskedQuery[]): readonly string[] =>
  queries.flatMap(({ ask, query }) => [ask, fenced(format(query.expr))]);

const fenced = (promql: string): string => `\`\`\`promql\n${promql}\n\`\`\``;

const table = (rows: readonly (readonly [string, string])[]): string =>
  ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
