import { mapOf, nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { nearest } from '../../expressions/nearest';
import { templateError, TEMPLATE_FUNCTIONS } from '../../expressions/template-syntax';
import { alertOf, LABEL_PARTS, rulesIn } from './lib/raw-rules';

/** What is filled in before it is applied is another text then. */
const FILLED_IN = /\$\{|\$\(|<%/;

export const check = defineCheck({
  id: 'template-syntax',
  severity: 'error',
  question: 'Are the texts of every alert templates that Prometheus parses?',
  symptom: 'A rule is missing from Prometheus, and so are all others of its PrometheusRule.',
  why: 'Prometheus parses labels and annotations of alerts as Go templates when it loads them, and refuses the file if one fails. The operator rejects the whole PrometheusRule, and only an Event says so.',
  remedy:
    'Close every {{ with }}, every if, range and with by {{ end }}, and use functions that Prometheus has.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    rulesIn(manifests).flatMap((rule) => {
      const alert = alertOf(rule);
      if (alert === undefined) return [];
      return LABEL_PARTS.flatMap((part) =>
        Object.entries(mapOf(rule.fields[part])).flatMap(([key, text]) => {
          if (typeof text !== 'string' || !text.includes('{{') || FILLED_IN.test(text)) return [];
          const error = templateError(text);
          if (error === undefined) return [];
          const { problem, found, unknownFunction } = error;
          const meant =
            unknownFunction === undefined ? undefined : nearest(unknownFunction, TEMPLATE_FUNCTIONS);
          return [
            {
              object: rule.object,
              resource: nameOf(rule.object),
              path: `${rule.field}.${part}.${key}`,
              message: `of alert ${alert} ${problem}`,
              found,
              expected: meant ?? 'a template such as {{ $labels.pod }} or {{ $value | humanize }}',
              fix:
                meant === undefined
                  ? `yq .spec <file> | promtool check rules /dev/stdin`
                  : `${key}: ${JSON.stringify(text.replace(new RegExp(`\\b${unknownFunction}\\b`), meant))}`,
            },
          ];
        }),
      );
    }),
});
