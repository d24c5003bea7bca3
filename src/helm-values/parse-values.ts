import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import { hideSecret, inlineSecrets } from './inline-secrets';
import { withPlace } from './key-places';
import { CHART } from './release';
import { selectorFindings } from './selector-findings';
import { valuesSchema, type AlertmanagerRoute, type Values } from './values-schema';

const RESOURCE = `values of ${CHART.name}`;

/**
 * Checks values for the chart, which has no schema: it ignores a misspelt key, treats the string "false" as true, and
 * renders selectors that match nothing. Works for the values of this project and for any others.
 * @param release Helm release; the monitors and rules of the chart and of this project have its name as a label
 * @throws InvalidInput with every problem; secrets are hidden
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

/**
 * Unknown keys and values of the wrong type. Keys that the chart ignores have the code `misplaced-field` or
 * `misspelt-field` if the right one is known, otherwise `unknown-field`; flags that are not booleans, `not-a-flag`.
 */
export function shapeFindings(input: unknown): readonly PartProblem[] {
  return parseShape(input).findings;
}

/** Receivers of Alertmanager that routes name and the values do not have. Empty for values of the wrong shape. */
export function missingReceivers(input: unknown): readonly PartProblem[] {
  const { values } = parseShape(input);
  return values?.alertmanager?.config === undefined ? [] : receiverFindings(values);
}

function parseShape(input: unknown): {
  readonly values?: Values;
  readonly findings: readonly PartProblem[];
} {
  try {
    return { values: parseInput(valuesSchema, RESOURCE, input), findings: [] };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { findings: error.problems.map((problem) => hideSecret(withPlace(problem, input))) };
  }
}

/** A value of the wrong shape causes other problems at the same path: only the first is reported. */
function firstOfEachField(findings: readonly PartProblem[]): readonly PartProblem[] {
  return findings.filter(
    ({ path }, index) =>
      !findings
        .slice(0, index)
        .some((earlier) => earlier.path === path || earlier.path.startsWith(`${path}.`)),
  );
}

/** The receiver of the chart's default route, unless the values replace both. */
const CHART_RECEIVER = 'null';

/**
 * Helm merges maps but replaces lists: new receivers remove the chart's receiver, while its default route may still name
 * it. Alertmanager then rejects the whole configuration.
 */
function receiverFindings({ alertmanager }: Values): readonly PartProblem[] {
  const { route = {}, receivers = [{ name: CHART_RECEIVER }] } = alertmanager?.config ?? {};
  const names = receivers.map(({ name }) => name);
  const config = 'alertmanager.config';
  const unknown = routesBelow(route, `${config}.route`).flatMap(([path, { receiver }]) =>
    receiver === undefined || names.includes(receiver)
      ? []
      : [
          {
            path: `${path}.receiver`,
            message: 'unknown receiver',
            found: receiver,
            fix: `use one of ${names.join(', ')}, or add it to ${config}.receivers, which replaces the chart's list`,
          },
        ],
  );
  const inherited = route.receiver === undefined || route.routes === undefined;
  if (!inherited || names.includes(CHART_RECEIVER)) return unknown;
  return [
    ...unknown,
    {
      path: `${config}.receivers`,
      message: `receiver "${CHART_RECEIVER}" is missing, and the chart's default route uses it`,
      found: names,
      fix: `add a receiver named ${CHART_RECEIVER}, or set both route.receiver and route.routes`,
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

/** Without the replica label, two replicas write the same series, and remote write receivers reject samples of one. */
function replicaFindings({ prometheus }: Values): readonly PartProblem[] {
  const { replicas = 1, replicaExternalLabelNameClear = false } = prometheus?.prometheusSpec ?? {};
  if (replicas < 2 || !replicaExternalLabelNameClear) return [];
  return [
    {
      path: 'prometheus.prometheusSpec.replicaExternalLabelNameClear',
      message: `without the replica label, ${replicas} replicas write the same series`,
      found: replicaExternalLabelNameClear,
      fix: 'set it to false, and drop the label where the series are read',
    },
  ];
}
