import { defineCheck } from '../../check';
import { scaled } from '../../expressions/exporter-ranges';
import { aboutEach, type Described } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { actionsOf } from '../../expressions/template-actions';
import { thresholdIn, type Threshold } from '../../expressions/threshold';
import { UNITS } from '../../expressions/threshold-units';
import type { Expr } from '../../../promql/expr';
import { print, printNumber } from '../../../promql/print';

export const check = defineCheck({
  id: 'value-unit',
  severity: 'warning',
  question: 'Are thresholds and texts in the unit of the value?',
  symptom: 'An alert never fires or always does, or its text shows 9500%.',
  why: 'Prometheus compares numbers, whatever their units. The name of a metric tells its unit: a ratio is 0 to 1, a percentage 0 to 100, a time is in seconds or milliseconds, a size in bytes.',
  remedy: 'Convert the threshold into the unit of the metric. humanizePercentage expects a ratio.',
  see: 'https://prometheus.io/docs/practices/naming/#base-units',
  needs: ['analysis', 'rules'],
  inParts: true,
  find: ({ analysis: { binaries }, rules }) => [
    aboutEach(binaries, (node): Described | undefined => {
      const threshold = thresholdIn(node);
      if (threshold === undefined) return undefined;
      for (const unit of UNITS) {
        const found = unit(threshold);
        if (found === undefined) continue;
        return {
          message: `${threshold.operator} ${printNumber(threshold.value)} is in another unit than the value: ${found.because}`,
          found: print(node),
          expected: `a threshold in ${found.unit}`,
          fix: found.fix,
        };
      }
      return undefined;
    }),
    rules.map(({ object, path, kind, name, expr, annotations }) =>
      kind !== 'alert' || expr === undefined || !isPercentage(expr)
        ? undefined
        : Object.entries(annotations)
            .filter(([, text]) => showsPercentage(text))
            .map(([key]) => ({
              object,
              path: `${path}.annotations.${key}`,
              message: `alert ${name} has a percentage as its value, and humanizePercentage multiplies it by 100`,
              found: 'humanizePercentage',
              expected: 'a ratio, or a number followed by %',
              fix: 'write {{ $value | humanize }}% instead of humanizePercentage, or remove * 100 from the expression and its threshold',
            })),
    ),
  ],
});

/** Whether the value of an alert is a ratio times 100. */
function isPercentage(expr: Expr): boolean {
  if (expr.node !== 'binary') return false;
  if (expr.operator === 'and' || expr.operator === 'unless') return isPercentage(expr.left);
  const threshold: Threshold | undefined = thresholdIn(expr);
  if (threshold === undefined || threshold.side !== expr.left) return false;
  const { side } = threshold;
  const name = side.node === 'selector' ? (nameOfSelector(side) ?? '') : '';
  return isTimes100(side) || /_(percent|percentage)$/.test(name);
}

const isTimes100 = (expr: Expr): boolean =>
  scaled(expr).factor === 100 ||
  // 100 - x * 100
  (expr.node === 'binary' &&
    expr.operator === '-' &&
    expr.left.node === 'number' &&
    expr.left.value === 100 &&
    scaled(expr.right).factor === 100);

/** Whether a template converts the value of the alert into a percentage. */
const showsPercentage = (text: string): boolean =>
  actionsOf(text).some(({ tokens }) => {
    const texts = tokens.map((token) => token.text);
    return texts.includes('humanizePercentage') && (texts.includes('$value') || texts.includes('.Value'));
  });
