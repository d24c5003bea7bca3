import { shapeFindings } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../../selection/given-values';

/** Only the text "false" in place of a flag of the chart: a template takes it for true, which nobody means. */
export const check = defineCheck({
  id: 'values-quoted-flag',
  class: 'not-selected',
  severity: 'error',
  question: 'Are all flags in the values true or false, without quotes?',
  symptom: 'The values say "false", and the chart behaves as if they said true.',
  why: 'A Helm template takes every text that is not empty for true, "false" included.',
  remedy: 'Write false without quotes; on the command line use --set, not --set-string.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/430',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return [];
    return shapeFindings(given.values)
      .filter(({ code, found }) => code === 'not-a-flag' && isFalse(found))
      .map(({ path: field, found: got }) => ({
        ...given.about,
        path: field,
        message: 'is a text, which the chart takes for true',
        found: got,
        expected: 'false, without quotes',
        fix: `${field.slice(field.lastIndexOf('.') + 1)}: false`,
      }));
  },
});

const isFalse = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase() === 'false';
