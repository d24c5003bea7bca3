import { shapeFindings } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../../selection/given-values';

/**
 * An error where the key is known elsewhere or looks like a known one. Any other may be one that another version of
 * the chart knows, which makes a warning.
 */
export const check = defineCheck({
  id: 'values-unknown-key',
  class: 'not-selected',
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
      .filter(
        ({ code }) => code === 'unknown-field' || code === 'misplaced-field' || code === 'misspelt-field',
      )
      .map(({ code, path, found, fix }) => ({
        ...given.about,
        path,
        message: 'is no key of the chart, which ignores it',
        found,
        expected: 'a key that the chart reads',
        fix,
        ...(code === 'unknown-field' ? { severity: 'warning' as const } : {}),
      }));
  },
});
