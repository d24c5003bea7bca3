import { defineCheck } from '../../check';
import { actionsOf, withoutBlanks } from '../../expressions/template-actions';
import type { Token } from '../../expressions/template-lexer';
import { alertTemplates } from '../../rules/alert-templates';
import { shell } from '../../../findings/shell';
import { tryParse } from '../../../promql/try-parse';
import { unquote } from '../../../promql/unquote';

export const check = defineCheck({
  id: 'template-query',
  severity: 'error',
  question: 'Is the PromQL in templates of alerts valid?',
  symptom: 'A label or annotation contains <error expanding template> instead of its text.',
  why: 'The template function query runs its text as PromQL when the alert fires. promtool does not find an error there, because it does not run the template.',
  remedy: 'Correct the expression. Try it in the expression browser first.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#queries',
  needs: ['rules'],
  inParts: true,
  find: ({ rules }) =>
    alertTemplates(rules).map(({ rule, text, path }) =>
      queriesIn(text).map((query) => {
        const parsed = tryParse(query);
        if (!('error' in parsed)) return undefined;
        return {
          object: rule.object,
          path,
          message: `alert ${rule.name}: the query of the template fails: ${parsed.error}`,
          found: query,
          expected: 'valid PromQL',
          fix: shell`promtool --experimental promql format ${query}`,
        };
      }),
    ),
});

/** Texts that are queried as they are: `query "up"` and `"up" | query`. Others are put together when the template runs. */
function queriesIn(text: string): readonly string[] {
  return actionsOf(text).flatMap((action) => {
    const tokens = withoutBlanks(action);
    return tokens.flatMap((token, index) => {
      if (token.kind !== 'word' || token.text !== 'query') return [];
      const literal = tokens[index - 1]?.kind === 'pipe' ? piped(tokens, index - 2) : tokens[index + 1];
      return literal?.kind === 'string' ? (unquote(literal.text) ?? []) : [];
    });
  });
}

/** The command before a pipe, if it is a text alone. */
function piped(tokens: readonly Token[], at: number): Token | undefined {
  const before = tokens[at - 1];
  const starts =
    before === undefined || before.kind !== 'word' || ['range', 'with', 'if'].includes(before.text);
  return starts && before?.kind !== 'string' ? tokens[at] : undefined;
}
