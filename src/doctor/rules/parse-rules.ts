import { labelsOf, textOf } from '../../kubernetes/object';
import type { PrometheusSettings } from '../../operator/settings';
import { ExprParser } from '../../promql/expr-parser';
import { tryMilliseconds } from '../../promql/window';
import type { ParsedRule } from './parsed-rule';
import { alertOf, recordOf, type RawGroup } from './raw-rules';

/** Every rule with a name and an expression. */
export function parsedRules(
  groups: readonly RawGroup[],
  { evaluationInterval }: Pick<PrometheusSettings, 'evaluationInterval'>,
): readonly ParsedRule[] {
  const parser = new ExprParser();
  return groups.flatMap((group) => {
    const interval = tryMilliseconds(textOf(group.fields['interval']) ?? '');
    const common = {
      group: textOf(group.fields['name']) ?? '',
      interval: interval ? interval / 1000 : evaluationInterval,
    };
    const groupLabels = labelsOf(group.fields['labels']);
    return group.rules.flatMap((rule): readonly ParsedRule[] => {
      const { object, path, fields } = rule;
      const name = recordOf(rule) ?? alertOf(rule);
      // The CRD also allows a number as expression.
      const text = typeof fields['expr'] === 'number' ? String(fields['expr']) : textOf(fields['expr']);
      if (name === undefined || text === undefined) return [];
      return [
        {
          ...common,
          object,
          path,
          kind: recordOf(rule) === undefined ? 'alert' : 'record',
          name,
          text,
          labels: { ...groupLabels, ...labelsOf(fields['labels']) },
          annotations: labelsOf(fields['annotations']),
          ...parser.parse(text),
        },
      ];
    });
  });
}
