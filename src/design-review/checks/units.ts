import { NAMING, metricCheck, type ReviewCheck } from '../check';
import { hasUnit, renamed } from '../renamed';
import { misplacedUnit, missingUnit, otherUnit } from '../units';

const UNITS = `${NAMING}#base-units`;
export const unitChecks: readonly ReviewCheck[] = [
  metricCheck({
    id: 'unit-base',
    severity: 'warning',
    question: 'Are base units used (seconds, bytes, ratios)?',
    see: UNITS,
    wrong: ({ name }) => otherUnit(name),
    message: ({ word }) => `${word} is not a base unit`,
    expected: ({ base }) => base,
    fix: ({ convert }, metric) =>
      `rename it to ${renamed(metric)}, and ${convert === 'only the name changes' ? 'leave the values' : `convert the values: ${convert}`}`,
  }),
  metricCheck({
    id: 'unit-last',
    severity: 'warning',
    question: 'Is the unit the last word of the name (before _total)?',
    see: UNITS,
    wrong: ({ name }) => misplacedUnit(name),
    message: ({ unit }) => `the unit ${unit} is not the last word of the name`,
    expected: ({ unit }) => `a name that ends in _${unit}`,
    fix: (_, metric) => `rename it to ${renamed(metric)}`,
  }),
  metricCheck({
    id: 'unit-missing',
    severity: 'warning',
    question: 'Do names of durations and sizes end in their unit?',
    see: UNITS,
    wrong: ({ name }) => missingUnit(name),
    message: 'the name has no unit',
    expected: (unit) => `a name that ends in _${unit}`,
    fix: (_, metric) => `rename it to ${renamed(metric)}`,
  }),
  metricCheck({
    id: 'unit-declared',
    severity: 'error',
    question: 'Is a declared unit the last word of the name?',
    see: 'https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#unit',
    path: 'unit',
    wrong: ({ name, unit }) => unit !== undefined && unit !== '' && !hasUnit(name, unit) && unit,
    message: 'the name does not end in its unit',
    expected: (unit) => `a name that ends in _${unit}`,
    fix: (unit, metric) => {
      const name = renamed(metric);
      return hasUnit(name, unit)
        ? `rename it to ${name}, or drop the unit`
        : `drop the unit, and rename it to ${name}`;
    },
  }),
];
