import { defineCheck } from '../../check';
import { alertTemplates } from '../../rules/alert-templates';
import { actionsOf } from '../../expressions/template-actions';

/** A variable of Prometheus as in a shell, in single braces, or without any. */
const BARE = /\$\{\s*(labels\.\w+|value)\s*\}|\{\s*\$(labels\.\w+|value)\s*\}|\$(labels\.\w+)/;
const EACH = new RegExp(BARE, 'g');

/** The text outside of `{{ ... }}`, with blanks in their place. */
const outside = (text: string): string =>
  actionsOf(text).reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );

const corrected = (text: string): string => {
  const plain = outside(text);
  return [...plain.matchAll(EACH)].toReversed().reduce((rest, match) => {
    const name = match[1] ?? match[2] ?? match[3];
    return `${rest.slice(0, match.index)}{{ $${name} }}${rest.slice(match.index + match[0].length)}`;
  }, text);
};

export const check = defineCheck({
  id: 'unexpanded-template',
  severity: 'warning',
  question: 'Is every variable in a place that Prometheus expands, in double braces?',
  symptom: 'A notification reads "$labels.pod is down", or "{{ $labels.job }}" is the name of an alert.',
  why: 'Prometheus expands templates in labels and annotations alone, and only between {{ and }}. The name of an alert is taken as it is.',
  remedy: 'Write {{ $labels.pod }}, and give the alert a fixed name.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating',
  needs: ['rules'],
  inParts: true,
  find: ({ rules }) => [
    rules
      .filter(({ kind, name }) => kind === 'alert' && /\{\{.*\$(labels|value)/s.test(name))
      .map(({ object, path, name }) => ({
        object,
        path: `${path}.alert`,
        message: 'templates in the name of an alert are not expanded, so every notification shows the braces',
        found: name,
        expected: 'a fixed name',
        fix: `alert: ${camelCase(name)}`,
      })),
    alertTemplates(rules)
      // An invalid template is an error of its own.
      .filter(
        ({ text }) => BARE.test(outside(text)) && !(text.includes('{{') && actionsOf(text).length === 0),
      )
      .map(({ rule: { object, name }, key, path, text }) => ({
        object,
        path,
        message: `alert ${name}: a variable outside of {{ }} is printed as it is written`,
        found: BARE.exec(outside(text))![0],
        expected: 'variables in double braces',
        fix: `${key}: ${JSON.stringify(corrected(text))}`,
      })),
  ],
});

/** The words outside of the template, as the name of an alert. */
function camelCase(name: string): string {
  const words = name.replaceAll(/\{\{.*?\}\}/gs, ' ').match(/[A-Za-z0-9]+/g) ?? [];
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'AlertName';
}
