import { defineCheck } from '../../check';
import { mixedComparisons } from '../../expressions/template-comparisons';
import { wrongVerbs } from '../../expressions/template-formats';
import { alertTemplates } from '../../rules/alert-templates';

export const check = defineCheck({
  id: 'template-types',
  severity: 'error',
  question: 'Do templates of alerts compare and print values as what they are?',
  symptom:
    'A label or annotation contains <error expanding template> instead of its text, or %!d(float64=5).',
  why: 'Go templates compare only values of one type. $value is a float, so comparing it with 90, an integer, fails whenever the alert fires. promtool does not find it, because it does not run the template.',
  remedy: 'Write 90.0 to compare with $value, and quotes to compare with a label.',
  see: 'https://pkg.go.dev/text/template#hdr-Functions',
  needs: ['rules'],
  inParts: true,
  find: ({ rules }) => [
    alertTemplates(rules).map(({ rule, key, text, path }) =>
      wrongVerbs(text).map(({ verb, variable, type, corrected }) => ({
        object: rule.object,
        path,
        severity: 'warning' as const,
        message: `alert ${rule.name}: ${verb} cannot print ${variable}, which is ${type}, so the text contains %!`,
        found: verb,
        expected: `a verb for ${type}`,
        fix: `${key}: ${JSON.stringify(corrected)}`,
      })),
    ),
    alertTemplates(rules).map(({ rule, key, text, path }) =>
      mixedComparisons(text).map(({ found, left, right, corrected }) => ({
        object: rule.object,
        path,
        message: `alert ${rule.name}: the template compares ${left} with ${right}, which fails when the alert fires`,
        found,
        expected: 'two values of one type',
        fix:
          corrected === undefined
            ? 'write numbers with a decimal point beside $value, and texts in quotes beside $labels'
            : `${key}: ${JSON.stringify(corrected)}`,
      })),
    ),
  ],
});
