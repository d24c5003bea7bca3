import { asRegex } from '../../expressions/matchers';
import { alertRoutings } from '../shared/alert-routing';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck } from '../../check';

// A warning, as a label may have such a value.
export const check = defineCheck({
  id: 'matcher-without-regex',
  severity: 'warning',
  question: 'Do matchers of Alertmanager with a pattern compare by regular expression?',
  symptom: 'The route is there and never matches, so alerts go to the receiver above.',
  why: '`=` and `match` compare the whole text. `page|ticket` is then one value with a bar in it, and `*` is a star.',
  remedy: 'Write `=~` (`matchType: "=~"`, `match_re`); a matcher for any value can be left out.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#matcher',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
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
});

/** A star alone is meant for any value. */
const isPattern = (matcher: Parameters<typeof asRegex>[0]): boolean =>
  asRegex(matcher) !== undefined || (matcher.value === '*' && !matcher.operator.endsWith('~'));
