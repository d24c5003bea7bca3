import type { PartProblem } from '../findings/finding';
import { CHART } from './release';
import {
  effectiveSelectors,
  fields,
  isMap,
  SELECTED_KINDS,
  selectorKeys,
  selects,
  type SelectedKind,
} from './selectors';

type Finding = PartProblem;
type Labels = Readonly<Record<string, string>>;

const SPEC = 'prometheus.prometheusSpec';

/** Kinds of which the chart and this project have objects, so that selecting none is never meant. */
const OWNED: readonly SelectedKind[] = ['ServiceMonitor', 'PrometheusRule'];

/** Selectors that do not do what they say, or that leave out what has to be found. */
export function selectorFindings(values: unknown, release: string): readonly Finding[] {
  return SELECTED_KINDS.flatMap((kind) => {
    const empty = emptySelector(values, release, kind);
    return empty === undefined
      ? lostBy(values, release, kind, ['the chart itself', 'this project'])
      : [empty];
  });
}

/** An empty selector reads like "all", and the chart's template takes it for none given. */
export function emptySelector(values: unknown, release: string, kind: SelectedKind): Finding | undefined {
  const spec = specOf(values);
  const { selector, flag } = selectorKeys(kind);
  // A flag that is no boolean has a message of its own.
  if (!isEmptyMap(spec[selector]) || (spec[flag] !== undefined && spec[flag] !== true)) return undefined;
  return {
    path: `${SPEC}.${selector}`,
    message: `is empty, which the chart replaces by release: ${release}`,
    found: spec[selector],
    fix: `set ${flag} to false to select every ${kind}, or remove it`,
  };
}

/** The chart's own objects that its Prometheus would not find. */
export function lostByChart(
  values: unknown,
  release: string,
): readonly (Finding & { readonly kind: SelectedKind })[] {
  return SELECTED_KINDS.flatMap((kind) =>
    lostBy(values, release, kind, ['the chart itself']).map((finding) => ({ ...finding, kind })),
  );
}

function lostBy(
  values: unknown,
  release: string,
  kind: SelectedKind,
  owners: readonly Owner[],
): readonly Finding[] {
  const { selector, flag } = selectorKeys(kind);
  const field = `${SPEC}.${selector}`;
  const chosen = effectiveSelectors(values, release)[kind].objects;
  if (!OWNED.includes(kind) || chosen.kind === 'all') return [];
  if (chosen.kind === 'none')
    return [
      {
        path: chosen.value,
        message: `leaves out every ${kind}: ${chosen.because}`,
        found: valueAt(values, chosen.value),
        fix:
          chosen.value === field
            ? `remove it, with ${flag} false to select every ${kind}`
            : 'remove it, so that the chart decides',
      },
    ];
  const labels = labelsOf(kind, release, fields(fields(values)['commonLabels']));
  const missed = owners.filter((owner) => !selects(chosen.selector, labels[owner]));
  if (missed.length === 0) return [];
  return [
    {
      path: field,
      message: `leaves out every ${kind} of ${missed.join(' and of ')}, which carry release: ${release}`,
      found: specOf(values)[selector],
      fix: `select by release: ${release}, or remove it, with ${flag} false to select every ${kind}`,
    },
  ];
}

type Owner = 'the chart itself' | 'this project';

/** Labels that all objects of a kind have, by whose they are. */
function labelsOf(
  kind: SelectedKind,
  release: string,
  commonLabels: Readonly<Record<string, unknown>>,
): Readonly<Record<Owner, Labels>> {
  return { 'the chart itself': chartLabels(kind, release, commonLabels), 'this project': { release } };
}

/**
 * Labels that all of the chart's objects of a kind have. Its ServiceMonitors come from subcharts too, which know
 * neither its common labels nor its part-of.
 */
function chartLabels(
  kind: SelectedKind,
  release: string,
  commonLabels: Readonly<Record<string, unknown>>,
): Labels {
  const everywhere = {
    release,
    'app.kubernetes.io/instance': release,
    'app.kubernetes.io/managed-by': 'Helm',
  };
  if (kind === 'ServiceMonitor') return everywhere;
  const common = Object.entries(commonLabels).map(([key, value]) => [key, String(value)]);
  return {
    ...everywhere,
    'app.kubernetes.io/part-of': CHART.name,
    heritage: 'Helm',
    ...Object.fromEntries(common),
  };
}

const specOf = (values: unknown) => fields(fields(fields(values)['prometheus'])['prometheusSpec']);

const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => fields(value)[key], values);

const isEmptyMap = (value: unknown): boolean => isMap(value) && Object.keys(value).length === 0;
