import { defineCheck } from '../../check';
import { actionsOf, withoutBlanks, type Action } from '../../expressions/template-actions';
import { alertTemplates } from '../../rules/alert-templates';
import { unquote } from '../../../promql/unquote';

export const check = defineCheck({
  id: 'template-escapes',
  severity: 'error',
  question: 'Were the escapes for Helm removed from the templates of alerts?',
  symptom: 'A notification reads "{{ $labels.pod }} is down" instead of the name of the pod.',
  why: 'In a chart, templates of Prometheus are escaped as {{ "{{" }} or {{`{{ ... }}`}}, and Helm removes the escape. In a manifest that Helm does not render, Prometheus prints the text in quotes as it is.',
  remedy: 'Write the template without the escape, or render the chart first.',
  see: 'https://helm.sh/docs/howto/charts_tips_and_tricks/',
  needs: ['rules'],
  inParts: true,
  find: ({ rules }) =>
    alertTemplates(rules).map(({ rule, key, text, path }) => {
      const escapes = actionsOf(text).filter((action) => braces(action) !== undefined);
      const [first] = escapes;
      if (first === undefined) return undefined;
      return {
        object: rule.object,
        path,
        message: `alert ${rule.name}: the template is escaped for Helm, so it prints its braces`,
        found: text.slice(first.start, first.end),
        expected: 'a template without the escape',
        fix: `${key}: ${JSON.stringify(unescaped(text, escapes))}`,
      };
    }),
});

/** The text of an action that prints nothing but braces. */
function braces(action: Action): string | undefined {
  const [only, end] = withoutBlanks(action);
  if (only?.kind !== 'string' || end?.kind !== 'end') return undefined;
  const text = unquote(only.text);
  return text !== undefined && /\{\{|\}\}/.test(text) ? text : undefined;
}

const unescaped = (text: string, escapes: readonly Action[]): string =>
  escapes
    .toReversed()
    .reduce((rest, action) => rest.slice(0, action.start) + braces(action)! + rest.slice(action.end), text);
