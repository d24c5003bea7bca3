import { quotedMatchingLabels } from '../../../promql/quoted-names';
import { defineCheck } from '../../check';
import { aboutExpression } from '../../expressions/report';
import { isBeforeVersion } from '../../../operator/prometheus-spec';
import { isLegacy } from './lib/legacy-names';

/** The change was merged while 3.9 was prepared; from 3.10 on it is certain. */
const FIXED_SINCE = [3, 10] as const;

// Certain where the version is known; promtool check rules accepts these rules. Panels are not affected, as Prometheus
// parses their text once. Where it takes no such names at all, promql-syntax reports them.
export const check = defineCheck({
  id: 'quoted-matching',
  severity: 'error',
  question: 'Does Prometheus evaluate rules that match by labels in quotes?',
  symptom: 'The rule is loaded, but its health is err: parse error: unexpected character.',
  why: 'Prometheus prints the expression of a rule and parses the text at each evaluation. Before the linked change of December 2025, it prints labels in on, ignoring, group_left and group_right without quotes.',
  remedy: 'Match by labels of letters, digits and _, or update Prometheus.',
  see: 'https://github.com/prometheus/prometheus/pull/17687',
  needs: ['analysis', 'prometheus'],
  inParts: true,
  find: ({ analysis, prometheus }) =>
    analysis.expressions.map((expression) => {
      const { expr, of, text } = expression;
      if (expr === undefined || 'panel' in of) return undefined;
      if (isLegacy(prometheus) || !isBeforeVersion(prometheus, ...FIXED_SINCE)) return undefined;
      const [label] = quotedMatchingLabels(expr);
      return label === undefined
        ? undefined
        : aboutExpression(expression, {
            message: `vectors are matched by the label ${JSON.stringify(label)}, which this Prometheus cannot read when it evaluates the rule`,
            found: text,
            expected: 'labels of letters, digits and _ in on, ignoring, group_left and group_right',
            fix: 'copy the label to one of letters, digits and _ with label_replace on both sides, and match by that',
          });
    }),
});
