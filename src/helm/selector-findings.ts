import type { Problem } from '../invalid-input';
import { CHART } from './release';
import {
  effectiveSelectors,
  fields,
  isMap,
  SELECTED_KINDS,
  selectorKeys,
  selects,
  type LabelSelector,
  type SelectedKind,
} from './selectors';

type Finding = Omit<Problem, 'resource'>;
type Labels = Readonly<Record<string, string>>;

const SPEC = 'prometheus.prometheusSpec';

/** Kinds of which the chart and this project have objects, so that selecting none is never meant. */
const OWNED: readonly SelectedKind[] = ['ServiceMonitor', 'PrometheusRule'];

/** Selectors that do not do what they say, or that leave out what has to be found. */
export function selectorFindings(values: unknown, release: string): readonly Finding[] {
  const spec = fields(fields(fields(values)['prometheus'])['prometheusSpec']);
  const effective = effectiveSelectors(values, release);
  return SELECTED_KINDS.flatMap((kind) => {
    const { selector, flag } = selectorKeys(kind);
    const finding = { field: `${SPEC}.${selector}`, got: spec[selector] };
    const chosen = effective[kind].objects;
    // A flag that is no boolean has a message of its own.
    if (isEmptyMap(spec[selector]) && (spec[flag] === undefined || spec[flag] === true))
      return [
        {
          ...finding,
          problem: `is empty, which the chart replaces by release: ${release}`,
          fix: `set ${flag} to false to select every ${kind}, or remove it`,
        },
      ];
    if (!OWNED.includes(kind) || chosen.kind === 'all') return [];
    if (chosen.kind === 'none')
      return [
        {
          field: chosen.value,
          problem: `leaves out every ${kind}: ${chosen.because}`,
          got: valueAt(values, chosen.value),
          fix:
            chosen.value === finding.field
              ? `remove it, with ${flag} false to select every ${kind}`
              : 'remove it, so that the chart decides',
        },
      ];
    const missed = missing(kind, chosen.selector, release, fields(fields(values)['commonLabels']));
    return missed.length === 0
      ? []
      : [
          {
            ...finding,
            problem: `leaves out every ${kind} of ${missed.join(' and of ')}, which carry release: ${release}`,
            fix: `select by release: ${release}, or remove it, with ${flag} false to select every ${kind}`,
          },
        ];
  });
}

/** Whose objects a selector does not find. */
function missing(
  kind: SelectedKind,
  selector: LabelSelector,
  release: string,
  commonLabels: Readonly<Record<string, unknown>>,
): readonly string[] {
  const owners: readonly (readonly [string, Labels])[] = [
    ['the chart itself', chartLabels(kind, release, commonLabels)],
    ['this project', { release }],
  ];
  return owners.filter(([, labels]) => !selects(selector, labels)).map(([owner]) => owner);
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

const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => fields(value)[key], values);

const isEmptyMap = (value: unknown): boolean => isMap(value) && Object.keys(value).length === 0;
