import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { oneOf } from '../../expressions/report';
import { factOf, labelsThere } from '../../expressions/shape';
import { templatesOf } from '../../expressions/templates';
import { nameOf } from '../../../kubernetes/object';

export const check = defineCheck({
  id: 'template-label',
  severity: 'warning',
  question: 'Do the series of every alert have the labels that its texts name?',
  symptom: 'A notification says "pod  of  is down", or is routed to nobody.',
  why: 'A template prints a label that the series does not have as nothing. Aggregations drop labels, and the labels that the alert itself adds are not among $labels, nor are external labels.',
  remedy: 'Keep the label in the expression, or leave it out of the text.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { catalog } = analysisOf(facts);
    const { externalLabels } = facts.prometheus;
    return facts.rules.flatMap(({ object, field, kind, name, expr, labels, annotations }) => {
      if (kind !== 'alert' || expr === undefined) return [];
      const shape = catalog.inference.of(expr);
      const texts = [
        ...Object.entries(annotations).map(([key, text]) => ['annotations', key, text] as const),
        ...Object.entries(labels).map(([key, text]) => ['labels', key, text] as const),
      ];
      return texts.flatMap(([place, key, text]) =>
        templatesOf(text)
          .labels.filter((label) => !label.startsWith('__') && factOf(shape, label).presence === 'never')
          .map((label) => ({
            object,
            resource: nameOf(object),
            path: `${field}.${place}.${key}`,
            // Routing reads labels; a text with a gap can still be read.
            severity: place === 'labels' ? ('error' as const) : ('warning' as const),
            message: `of alert ${name} names the label ${label}, which its series do not have${shape.because === undefined ? '' : `: ${shape.because}`}`,
            found: `{{ $labels.${label} }}`,
            expected: oneOf(labelsThere(shape)),
            fix:
              label in externalLabels
                ? `write {{ $externalLabels.${label} }}`
                : labels[label] !== undefined && labels[label] !== text
                  ? `write ${labels[label]}`
                  : `keep ${label} in the expression, or leave {{ $labels.${label} }} out`,
          })),
      );
    });
  },
});
