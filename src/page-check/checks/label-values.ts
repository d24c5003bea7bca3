import { admits, valueCount, type LabelValues } from '../../metrics/labels';
import { ofExposed, type PageCheck } from '../check';
import type { Exposed } from '../facts';
import { labelChanged } from '../series-changes';
import { template } from '../raw-path';
import { MOST_STRAY_VALUES, some } from '../wording';

export const labelValues: PageCheck = {
  id: 'label-values',
  question: 'Does every label have a value that the contract allows?',
  see: 'https://prometheus.io/docs/practices/naming/#labels',
  differences: ofExposed((one) =>
    Object.entries(one.metric.labels).flatMap(([label, allowed]) => {
      const values = valuesOf(one, label);
      const wrong = [...values.keys()].filter((value) => !admits(allowed, value));
      if (wrong.length === 0) return [];
      const templates = rawTemplates(wrong);
      const raw = templates.length > 0;
      const grows = raw || wrong.length > MOST_STRAY_VALUES;
      return {
        path: `label ${label}`,
        message: raw
          ? `label ${label} holds raw values where a template belongs (${some(templates)}): every new one is a new series`
          : `label ${label} has ${wrong.length === 1 ? 'a value' : `${wrong.length} values`} that the contract does not allow${grows ? ', and more with time' : ''}`,
        found: some(wrong),
        expected: wording(allowed),
        fix: raw
          ? `record ${allowed.kind === 'one of' ? `the route template (${wording(allowed)})` : templates.join(', ')}, not the requested path`
          : `record one of the allowed values, or add ${wrong.length === 1 ? 'it' : 'them'} to the contract`,
        change: labelChanged(one.metric, label),
        ...(grows ? { severity: 'error' as const } : {}),
        line: values.get(wrong[0] ?? ''),
      };
    }),
  ),
};

export const labelCount: PageCheck = {
  id: 'label-count',
  question: 'Does every label stay within the number of values that the contract allows?',
  see: 'https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels',
  differences: ofExposed((one) =>
    Object.entries(one.metric.labels).flatMap(([label, allowed]) => {
      const values = [...valuesOf(one, label).keys()].filter((value) => admits(allowed, value));
      const most = valueCount(allowed);
      if (values.length <= most) return [];
      return {
        path: `label ${label}`,
        message: `label ${label} has ${values.length} values, more than its bound of ${most}`,
        found: some(values),
        expected: `at most ${most} ${most === 1 ? 'value' : 'values'}`,
        fix: 'record fewer values, or raise atMost in the contract after estimating the cost of the series',
        severity: 'error' as const,
      };
    }),
  ),
};

/** Value to the line where it first stands. Absent labels are another check's business. */
function valuesOf({ samples }: Exposed, label: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { labels, line } of samples) {
    const value = labels.get(label) ?? '';
    if (value !== '' && !lines.has(value)) lines.set(value, line);
  }
  return lines;
}

/** Templates that match two or more of the values: a single one may be a route of its own. */
function rawTemplates(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    const shape = template(value);
    if (shape !== value) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([shape]) => shape);
}

function wording(values: LabelValues): string {
  switch (values.kind) {
    case 'one of':
      return values.values.join(', ');
    case 'pattern':
      return `what ${values.pattern} matches, at most ${values.atMost}`;
    case 'unbounded':
      return 'anything';
  }
}
