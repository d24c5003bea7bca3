import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import { hideSecret, inlineSecrets } from './inline-secrets';
import { withPlace } from './key-places';
import { CHART } from './release';
import { selectorFindings } from './selector-findings';
import { valuesSchema, type AlertmanagerRoute, type Values } from './values-schema';

const RESOURCE = `values of ${CHART.name}`;

/** One thing wrong with the values. */
type Finding = PartProblem;

/**
 * Checks values for the chart, which has no schema of its own: it ignores a misspelt key, takes the text "false" for
 * true, and renders selectors that find nothing. Ours go through this, and so can anybody's.
 * @param release Helm release; the chart's own monitors and rules, and this project's, carry its name as a label
 * @throws InvalidInput with everything that is wrong, without giving away the secrets it found
 */
export function parseValues(input: unknown, release: string): Values {
  const { values, findings: shape } = parseShape(input);
  const findings = [
    ...inlineSecrets(input),
    ...shape,
    ...selectorFindings(input, release),
    ...(values === undefined ? [] : [...receiverFindings(values), ...replicaFindings(values)]),
  ];
  if (values === undefined || findings.length > 0)
    throw new InvalidInput(firstOfEachField(findings).map((finding) => ({ ...finding, resource: RESOURCE })));
  return values;
}

/** What is wrong with the form of anybody's values: unknown keys, values of the wrong type. */
export function shapeFindings(input: unknown): readonly Finding[] {
  return parseShape(input).findings;
}

function parseShape(input: unknown): {
  readonly values?: Values;
  readonly findings: readonly Finding[];
} {
  try {
    return { values: parseInput(valuesSchema, RESOURCE, input), findings: [] };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { findings: error.problems.map((problem) => hideSecret(withPlace(problem, input))) };
  }
}

/** What is wrong with a field's shape explains what else is wrong with it. */
function firstOfEachField(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ path: field }, index) =>
      !findings
        .slice(0, index)
        .some((earlier) => earlier.path === field || earlier.path.startsWith(`${field}.`)),
  );
}

/** The chart's own route and receivers, as far as the values leave them in place. */
const CHART_RECEIVER = 'null';

/**
 * Helm merges maps but replaces lists: new receivers take the chart's own away, while its route may stay and name it.
 * Alertmanager then refuses the whole configuration.
 */
function receiverFindings({ alertmanager }: Values): readonly Finding[] {
  const { route = {}, receivers = [{ name: CHART_RECEIVER }] } = alertmanager?.config ?? {};
  const names = receivers.map(({ name }) => name);
  const field = 'alertmanager.config';
  const unknown = routesBelow(route, `${field}.route`).flatMap(([path, { receiver }]) =>
    receiver === undefined || names.includes(receiver)
      ? []
      : [
          {
            path: `${path}.receiver`,
            message: 'names no receiver',
            found: receiver,
            fix: `use one of ${names.join(', ')}, or add it to ${field}.receivers, which replaces the chart's list`,
          },
        ],
  );
  const inherited = route.receiver === undefined || route.routes === undefined;
  if (!inherited || names.includes(CHART_RECEIVER)) return unknown;
  return [
    ...unknown,
    {
      path: `${field}.receivers`,
      message: `lack ${CHART_RECEIVER}, which the chart's own route names`,
      found: names,
      fix: `add one named ${CHART_RECEIVER}, or set both route.receiver and route.routes`,
    },
  ];
}

/** A route and those below it, with their paths. */
function routesBelow(
  route: AlertmanagerRoute,
  path: string,
): readonly (readonly [string, AlertmanagerRoute])[] {
  const below = (route.routes ?? []).flatMap((child, index) =>
    routesBelow(child, `${path}.routes[${index}]`),
  );
  return [[path, route], ...below];
}

/** Without the replica's label, two replicas write the same series, and receivers take turns in refusing them. */
function replicaFindings({ prometheus }: Values): readonly Finding[] {
  const { replicas = 1, replicaExternalLabelNameClear = false } = prometheus?.prometheusSpec ?? {};
  if (replicas < 2 || !replicaExternalLabelNameClear) return [];
  return [
    {
      path: 'prometheus.prometheusSpec.replicaExternalLabelNameClear',
      message: `makes the series of ${replicas} replicas indistinguishable`,
      found: replicaExternalLabelNameClear,
      fix: 'set it to false, and remove the label where the series are read',
    },
  ];
}
