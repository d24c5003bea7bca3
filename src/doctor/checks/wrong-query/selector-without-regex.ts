import { asRegex, showMatcher } from '../../expressions/matchers';
import { aboutEach, type Described } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck } from '../../check';

// A warning, as a label may have such a value; an error where another selector of the metric matches the label by the
// same text as a regular expression. Where the contract lists the values, unknown-label-value reports it.
export const check = defineCheck({
  id: 'selector-without-regex',
  severity: 'warning',
  question: 'Do selectors with a pattern compare by regular expression?',
  symptom: 'An alert never fires, or a panel is empty.',
  why: '`=` compares the whole text: `5..` is then one value with two dots, and `GET|POST` one with a bar in it.',
  remedy: 'Write `=~`, or `!~` for `!=`.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['analysis', 'isMatched'],
  inParts: true,
  find: ({ analysis, isMatched }) =>
    aboutEach(analysis.selectors, (selector): readonly Described[] =>
      analysis.verdict(selector) !== undefined
        ? []
        : selector.matchers.flatMap((matcher) => {
            const meant = asRegex(matcher);
            if (meant === undefined || isPlaceholder(matcher.value)) return [];
            const isProven = isMatched(nameOfSelector(selector), matcher.label, matcher.value);
            return [
              {
                ...(isProven ? { severity: 'error' as const } : {}),
                message: `${matcher.operator} compares the whole text with ${JSON.stringify(matcher.value)}, which is a pattern${isProven ? `: another expression has ${showMatcher(meant)}` : ''}`,
                found: showMatcher(matcher),
                expected: 'a regular expression, or one value',
                fix: `write ${showMatcher(meant)}`,
              },
            ];
          }),
    ),
});
