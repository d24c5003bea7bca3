import { mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { corrected, PROMETHEUS, templateError } from '../../expressions/template-syntax';
import { alertOf, LABEL_PARTS, rulesIn } from '../../rules/raw-rules';
import { checkRules } from './lib/check-rules';

/** Placeholders of other tools, which are replaced before the object is applied. */
const PLACEHOLDER = /\$\{|\$\(|<%/;

/** Functions of Helm and Sprig that charts use most. https://helm.sh/docs/chart_template_guide/function_list/ */
const OF_HELM: readonly string[] = (
  'include tpl toYaml nindent indent quote squote default required lookup trimSuffix trunc fail ternary dict ' +
  'list hasKey merge coalesce empty b64enc kebabcase lower upper nospace replace'
).split(' ');

export const check = defineCheck({
  id: 'template-syntax',
  severity: 'error',
  question: 'Are the labels and annotations of every alert valid templates?',
  symptom: 'A rule is missing from Prometheus, with every other rule of its PrometheusRule.',
  why: 'Prometheus parses labels and annotations of alerts as Go templates when it loads them, and rejects the file if one fails. The operator rejects the whole PrometheusRule and reports it only in an Event.',
  remedy: 'Close every if, range and with by {{ end }}, and use template functions that Prometheus has.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/',
  needs: ['ruleGroups'],
  find: ({ ruleGroups }) =>
    rulesIn(ruleGroups).flatMap((rule) => {
      const alert = alertOf(rule);
      if (alert === undefined) return undefined;
      return LABEL_PARTS.flatMap((part) =>
        Object.entries(mapOf(rule.fields[part])).flatMap(([key, text]) => {
          if (typeof text !== 'string' || !text.includes('{{') || PLACEHOLDER.test(text)) return undefined;
          const error = templateError(text);
          if (error === undefined) return undefined;
          const { message, found, unknownName = '' } = error;
          if (OF_HELM.includes(unknownName))
            return {
              object: rule.object,
              path: `${rule.path}.${part}.${key}`,
              message: `alert ${alert}: the template calls ${unknownName}, which only Helm has, so the chart was not rendered`,
              found,
              expected: 'a rendered chart',
              fix: 'render the chart first: helm template ... | npx signalproof doctor -',
            };
          const repaired = corrected(text, error.unknownName, PROMETHEUS);
          return {
            object: rule.object,
            path: `${rule.path}.${part}.${key}`,
            message: `alert ${alert}: ${message}`,
            found,
            expected: repaired?.meant ?? 'a template such as {{ $labels.pod }} or {{ $value | humanize }}',
            fix:
              repaired === undefined ? checkRules(rule.object) : `${key}: ${JSON.stringify(repaired.text)}`,
          };
        }),
      );
    }),
});
