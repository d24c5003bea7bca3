import { defineCheck } from '../../check';
import { TEMPLATE_FIELDS, unknownFields, type UnknownField } from '../../expressions/template-fields';
import { factOf, type Shape } from '../../expressions/shape';
import { alertTemplates } from '../../rules/alert-templates';

export const check = defineCheck({
  id: 'template-fields',
  severity: 'error',
  question: 'Do templates of alerts read only what Prometheus passes to them?',
  symptom: 'A label or annotation contains <error expanding template> instead of its text.',
  why: 'The data of a template has the fields Labels, Value, ExternalLabels and ExternalURL. Any other one, such as .pod or .Values, fails whenever the alert fires. promtool does not find it, because it does not run the template.',
  remedy:
    'Write $labels.<label> for a label and $value for the value. Render the templates of a chart first.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/',
  needs: ['analysis', 'rules'],
  inParts: true,
  find: ({ analysis: { catalog }, rules }) =>
    alertTemplates(rules).map(({ rule, key, text, path }) =>
      unknownFields(text).map((field) => ({
        object: rule.object,
        path,
        message: field.ofHelm
          ? `alert ${rule.name}: the template reads ${field.found}, which only Helm has, so the chart was not rendered`
          : `alert ${rule.name}: the template reads ${field.found}, which fails when the alert fires`,
        found: field.found,
        expected: `one of ${TEMPLATE_FIELDS.map((name) => `.${name}`).join(', ')}, $labels, $value`,
        fix: field.ofHelm
          ? 'render the chart first: helm template ... | npx signalproof doctor -'
          : cure(key, text, field, rule.expr && catalog.inference.of(rule.expr)),
      })),
    ),
});

function cure(key: string, text: string, { found, name, rest, at }: UnknownField, shape?: Shape): string {
  const meant = /^labels?$/i.test(name)
    ? `$labels${rest}`
    : /^value$/i.test(name)
      ? '$value'
      : rest === '' && shape !== undefined && factOf(shape, name).presence !== 'never'
        ? `$labels.${name}`
        : undefined;
  return meant === undefined
    ? `write $labels.<label> or $value instead of ${found}`
    : `${key}: ${JSON.stringify(`${text.slice(0, at)}${meant}${text.slice(at + found.length)}`)}`;
}
