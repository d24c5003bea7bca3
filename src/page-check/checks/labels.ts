import type { Sample } from '../../exposition/page';
import { admits } from '../../metrics/labels';
import { pageType } from '../../metrics/series';
import { RESERVED_TARGET_LABELS } from '../../metrics/target-labels';
import { ofExposed, type PageCheck } from '../check';
import type { Exposed } from '../facts';
import { labelGone } from '../series-changes';
import { LEAST_RAW, rawValues } from '../raw-path';
import { listed, MOST_STRAY_VALUES, some } from '../wording';

export const missingLabel: PageCheck = {
  id: 'missing-label',
  question: 'Does every series have the labels of the contract?',
  see: 'https://prometheus.io/docs/practices/naming/#labels',
  differences: ofExposed(({ metric, samples }) =>
    Object.entries(metric.labels).flatMap(([label, values]) => {
      // Prometheus treats an empty label as absent, and a pattern can allow that.
      if (values.kind === 'pattern' && admits(values, '')) return [];
      const without = samples.filter(({ labels }) => (labels.get(label) ?? '') === '');
      if (without.length === 0) return [];
      return {
        path: `label ${label}`,
        message: `label ${label} is missing on ${without.length} of ${samples.length} series`,
        found: namesOf(without),
        expected: `the label ${label} on every series`,
        fix: `set ${label} wherever ${metric.name} is recorded`,
        change: labelGone(metric, label),
        line: without[0]?.line,
      };
    }),
  ),
};

export const extraLabel: PageCheck = {
  id: 'extra-label',
  question: 'Does every series have only labels of the contract?',
  see: 'https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels',
  differences: ofExposed((one) =>
    extraLabels(one).map((label) => {
      const holders = one.samples.filter(({ labels }) => (labels.get(label) ?? '') !== '');
      const collides = RESERVED_TARGET_LABELS.includes(label);
      const values = [...new Set(holders.map(({ labels }) => labels.get(label) ?? ''))];
      const count = `${values.length} ${values.length === 1 ? 'value' : 'values'} so far`;
      const grows = values.length > MOST_STRAY_VALUES || rawValues(values).length >= LEAST_RAW;
      return {
        path: `label ${label}`,
        message: collides
          ? `label ${label} collides with the target label, so Prometheus stores it as exported_${label}`
          : grows
            ? `label ${label} is not in the contract and grows, and every new value is a new series: ${count}`
            : `label ${label} is not in the contract and multiplies the series: ${count}`,
        found: grows ? some(values) : label,
        ...(grows ? { severity: 'error' as const } : {}),
        expected: listed(Object.keys(one.metric.labels)) || 'no label',
        fix: `drop ${label}, or ${collides ? 'rename it and add it' : 'add it'} to the contract with a bound`,
        line: holders[0]?.line,
      };
    }),
  ),
};

/** Labels with a value: Prometheus treats an empty label as absent. */
const namesOf = (samples: readonly Sample[]): readonly string[] => [
  ...new Set(
    samples.flatMap(({ labels }) => [...labels].filter(([, value]) => value !== '').map(([name]) => name)),
  ),
];

/** `le` and `quantile` belong to the format. */
function extraLabels({ metric, type, samples }: Exposed): readonly string[] {
  const isSummary = type === 'summary' || (type === 'unknown' && metric.kind === 'summary');
  const own = isSummary ? 'quantile' : 'le';
  const hasOwn = ['histogram', 'summary'].includes(pageType(metric));
  return namesOf(samples).filter(
    (label) => !Object.hasOwn(metric.labels, label) && !(label === own && hasOwn),
  );
}
