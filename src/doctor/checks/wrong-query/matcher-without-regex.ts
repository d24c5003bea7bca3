import type { Selector } from '../../../promql/expr';
import type { Analysis } from '../../expressions/analysis';
import { asRegex, showMatcher } from '../../expressions/matchers';
import { aboutEach, type Described } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { alertRoutings } from '../shared/alert-routing';
import { isPlaceholder } from '../shared/placeholder';
import { defineCheck } from '../../check';

// A warning, as a label may have such a value; an error where another selector of the metric matches the label by the
// same text as a regular expression. Where the contract lists the values, unknown-label-value reports it.
export const check = defineCheck({
  id: 'matcher-without-regex',
  severity: 'warning',
  question: 'Do matchers with a pattern compare by regular expression?',
  symptom: 'The route, the rule or the panel is there and never matches.',
  why: '`=` and `match` compare the whole text. `page|ticket` is then one value with a bar in it, `5..` has two dots, and `*` is a star.',
  remedy: 'Write `=~` (`matchType: "=~"`, `match_re`); a matcher for any value can be left out.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['manifests', 'prometheus', 'analysis'],
  find: ({ manifests, prometheus, analysis }) => [
    alertRoutings(manifests, prometheus).flatMap(({ about, routes }) =>
      routes.flatMap(({ matchers }) =>
        matchers
          .filter((matcher) => isPattern(matcher) && !isPlaceholder(matcher.value))
          .map(({ label, operator, value, path }) => ({
            ...about,
            path,
            message: `${operator} compares the whole text with ${JSON.stringify(value)}, which is a pattern`,
            found: `${label}${operator}${JSON.stringify(value)}`,
            expected: 'a regular expression, or one value',
            fix:
              value === '*'
                ? 'remove the matcher, which is meant for any value'
                : `write ${label}${operator === '=' ? '=~' : '!~'}${JSON.stringify(value)}, which is matchType: "${operator === '=' ? '=~' : '!~'}" in an AlertmanagerConfig and match_re in older configurations`,
          })),
      ),
    ),
    inSelectors(analysis),
  ],
});

/** Of Alertmanager, a star alone is meant for any value. */
const isPattern = (matcher: Parameters<typeof asRegex>[0]): boolean =>
  asRegex(matcher) !== undefined || (matcher.value === '*' && !matcher.operator.endsWith('~'));

function inSelectors(analysis: Analysis) {
  const patterns = new Set(
    analysis.selectors.flatMap(({ node }) =>
      node.matchers
        .filter(({ operator }) => operator.endsWith('~'))
        .map(({ label, value }) => placeOf(node, label, value)),
    ),
  );
  return aboutEach(analysis.selectors, (selector): readonly Described[] =>
    analysis.verdict(selector) !== undefined
      ? []
      : selector.matchers.flatMap((matcher) => {
          const meant = asRegex(matcher);
          if (meant === undefined || isPlaceholder(matcher.value)) return [];
          const isProven = patterns.has(placeOf(selector, matcher.label, matcher.value));
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
  );
}

const placeOf = (selector: Selector, label: string, value: string): string =>
  JSON.stringify([nameOfSelector(selector), label, value]);
