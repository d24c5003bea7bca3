import { isMap, mapOf } from '../findings/fields';
import type { PartProblem } from '../findings/finding';
import { CHART } from './release';
import {
  effectiveSelectors,
  SELECTED_KINDS,
  selectorKeys,
  selects,
  SPEC,
  type SelectedKind,
} from './selectors';

type Labels = Readonly<Record<string, string>>;

/** Kinds of which the chart and this project create objects, so selecting none of them is a mistake. */
const OWNED: readonly SelectedKind[] = ['ServiceMonitor', 'PrometheusRule'];

/** Selectors that the chart replaces, or that leave out objects of the chart or of this project. */
export function selectorFindings(values: unknown, release: string): readonly PartProblem[] {
  return SELECTED_KINDS.flatMap((kind) => {
    const empty = emptySelector(values, release, kind);
    return empty === undefined
      ? lostBy(values, release, kind, ['the chart itself', 'this project'])
      : [empty];
  });
}

/** In Kubernetes an empty selector selects everything; the chart's template treats it as not set. */
export function emptySelector(values: unknown, release: string, kind: SelectedKind): PartProblem | undefined {
  const spec = specOf(values);
  const { selector, flag } = selectorKeys(kind);
  // A flag that is not a boolean is reported by the schema.
  if (!isEmptyMap(spec[selector]) || (spec[flag] !== undefined && spec[flag] !== true)) return undefined;
  return {
    path: `${SPEC}.${selector}`,
    message: `the chart replaces an empty selector by release: ${release}`,
    found: spec[selector],
    fix: `set ${flag} to false to select every ${kind}, or remove it`,
  };
}

export function lostByChart(
  values: unknown,
  release: string,
): readonly (PartProblem & { readonly kind: SelectedKind })[] {
  return SELECTED_KINDS.flatMap((kind) =>
    lostBy(values, release, kind, ['the chart itself']).map((finding) => ({ ...finding, kind })),
  );
}

function lostBy(
  values: unknown,
  release: string,
  kind: SelectedKind,
  owners: readonly Owner[],
): readonly PartProblem[] {
  const { selector, flag } = selectorKeys(kind);
  const path = `${SPEC}.${selector}`;
  const chosen = effectiveSelectors(values, release)[kind].objects;
  if (!OWNED.includes(kind) || chosen.kind === 'all') return [];
  if (chosen.kind === 'none')
    return [
      {
        path: chosen.value,
        message: `Prometheus selects no ${kind}: ${chosen.because}`,
        found: valueAt(values, chosen.value),
        fix:
          chosen.value === path
            ? `remove it, and set ${flag} to false to select every ${kind}`
            : 'remove it to use the default of the chart',
      },
    ];
  const { commonLabels, defaultRules } = mapOf(values);
  const ofRules = kind === 'PrometheusRule' ? mapOf(mapOf(defaultRules)['labels']) : {};
  const labels = labelsOf(kind, release, { ...mapOf(commonLabels), ...ofRules });
  const missed = owners.filter((owner) => !selects(chosen.selector, labels[owner]));
  if (missed.length === 0) return [];
  return [
    {
      path,
      message: `the selector matches no ${kind} of ${missed.join(' or of ')}: they have the label release: ${release}`,
      found: specOf(values)[selector],
      fix: `select by release: ${release}, or remove the selector and set ${flag} to false to select every ${kind}`,
    },
  ];
}

type Owner = 'the chart itself' | 'this project';

function labelsOf(
  kind: SelectedKind,
  release: string,
  commonLabels: Readonly<Record<string, unknown>>,
): Readonly<Record<Owner, Labels>> {
  return { 'the chart itself': chartLabels(kind, release, commonLabels), 'this project': { release } };
}

/**
 * Labels that all of the chart's objects of a kind have. Some ServiceMonitors come from subcharts, which
 * set neither its common labels nor its part-of.
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

const specOf = (values: unknown) => mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec']);

const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => mapOf(value)[key], values);

const isEmptyMap = (value: unknown): boolean => isMap(value) && Object.keys(value).length === 0;
