import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { oneOf } from '../../expressions/report';
import { factOf, labelsThere } from '../../expressions/shape';
import { templatesOf } from '../../expressions/templates';
import { nameOf } from '../../../kubernetes/object';

export const check = defineCheck({
  id: 'template-label',
  severity: 'warning',
  question: 'Do the series of every alert have the labels that its templates print?',
  symptom: 'A notification reads "pod  of  is down", or matches no route.',
  why: 'A template prints a missing label as an empty string. Aggregations drop labels, and $labels contains neither the labels that the alert itself adds nor external labels.',
  remedy: 'Keep the label in the expression, or remove it from the template.',
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
            // Routing depends on labels; an annotation with a gap is still readable.
            severity: place === 'labels' ? ('error' as const) : ('warning' as const),
            message: `the series of alert ${name} do not have the label ${label}${shape.because === undefined ? '' : `: ${shape.because}`}`,
            found: `{{ $labels.${label} }}`,
            expected: oneOf(labelsThere(shape)),
            fix:
              label in externalLabels
                ? `write {{ $externalLabels.${label} }}`
                : labels[label] !== undefined && labels[label] !== text
                  ? `write ${labels[label]}`
                  : `keep ${label} in the expression, or remove {{ $labels.${label} }}`,
          })),
      );
    });
  },
});
