import { NAMING, ofMetrics, type ReviewCheck } from '../check';
import { hasUnit, renamed } from '../renamed';
import { misplacedUnit, missingUnit, otherUnit } from '../units';

const UNITS = `${NAMING}#base-units`;
export const unitChecks: readonly ReviewCheck[] = [
  {
    id: 'unit-base',
    severity: 'warning',
    question: 'Are base units used (seconds, bytes, ratios)?',
    see: UNITS,
    find: ofMetrics((metric) => {
      const { name } = metric;
      const unit = otherUnit(name);
      return unit === undefined
        ? undefined
        : {
            path: 'name',
            message: `${unit.word} is not a base unit`,
            found: name,
            expected: unit.base,
            fix: `rename it to ${renamed(metric)}, and ${unit.convert === 'only the name changes' ? 'leave the values' : `convert the values: ${unit.convert}`}`,
          };
    }),
  },
  {
    id: 'unit-last',
    severity: 'warning',
    question: 'Is the unit the last word of the name (before _total)?',
    see: UNITS,
    find: ofMetrics((metric) => {
      const { name } = metric;
      const misplaced = misplacedUnit(name);
      return misplaced === undefined
        ? undefined
        : {
            path: 'name',
            message: `the unit ${misplaced.unit} is not the last word of the name`,
            found: name,
            expected: `a name that ends in _${misplaced.unit}`,
            fix: `rename it to ${renamed(metric)}`,
          };
    }),
  },
  {
    id: 'unit-missing',
    severity: 'warning',
    question: 'Do names of durations and sizes end in their unit?',
    see: UNITS,
    find: ofMetrics((metric) => {
      const { name } = metric;
      const unit = missingUnit(name);
      if (unit === undefined) return undefined;
      return {
        path: 'name',
        message: 'the name has no unit',
        found: name,
        expected: `a name that ends in _${unit}`,
        fix: `rename it to ${renamed(metric)}`,
      };
    }),
  },
  {
    id: 'unit-declared',
    severity: 'error',
    question: 'Is a declared unit the last word of the name?',
    see: 'https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#unit',
    find: ofMetrics((metric) => {
      const { name, unit } = metric;
      if (unit === undefined || unit === '' || hasUnit(name, unit)) return undefined;
      const rename = renamed(metric);
      return {
        path: 'unit',
        message: 'the name does not end in its unit',
        found: unit,
        expected: `a name that ends in _${unit}`,
        fix: hasUnit(rename, unit)
          ? `rename it to ${rename}, or drop the unit`
          : `drop the unit, and rename it to ${rename}`,
      };
    }),
  },
];
