import { shapeFindings } from '../../../helm-values/parse-values';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/** Only the string "false" in place of a boolean: a template treats it as true, which is never meant. */
export const check = defineCheck({
  id: 'values-quoted-flag',
  severity: 'error',
  question: 'Are all flags in the values true or false, without quotes?',
  symptom: 'A flag is "false" in the values, but the chart treats it as true.',
  why: 'A Helm template treats every non-empty string as true, "false" included.',
  remedy: 'Write false without quotes; on the command line use --set, not --set-string.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/430',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    return shapeFindings(given.values)
      .filter(({ code, found }) => code === 'not-a-flag' && isFalse(found))
      .map(({ path, found }) => ({
        ...given.about,
        path,
        message: 'the flag is a string, which the chart treats as true',
        found,
        expected: 'false, without quotes',
        fix: `${path.slice(path.lastIndexOf('.') + 1)}: false`,
      }));
  },
});

const isFalse = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase() === 'false';
