import { shapeFindings } from '../../../helm-values/parse-values';
import { UNKNOWN_FIELD } from '../../../findings/parse-input';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/**
 * An error where the key is known elsewhere or looks like a known one. Any other may be one that another version of
 * the chart knows, which makes a warning.
 */
export const check = defineCheck({
  id: 'values-unknown-key',
  severity: 'error',
  question: 'Does the chart know every key of the values?',
  symptom: 'A value is set, Helm accepts it, and nothing changes.',
  why: 'The chart has no schema: a key that is misspelt or at the wrong level is ignored in silence.',
  remedy: 'Move the key to where the chart reads it, or correct its spelling.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/3487',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return [];
    return shapeFindings(given.values)
      .filter(({ message: problem }) => problem === UNKNOWN_FIELD)
      .map(({ path: field, found: got, fix }) => ({
        ...given.about,
        path: field,
        message: 'is no key of the chart, which ignores it',
        found: got,
        expected: 'a key that the chart reads',
        fix,
        ...(/^(move|write) /.test(fix) ? {} : { severity: 'warning' as const }),
      }));
  },
});
