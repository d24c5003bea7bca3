import { nameOf } from '../../../kubernetes/object';
import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { asker, refusedFor } from './lib/unselected';
import { labelFix, misplaced, unmet } from './lib/missing-labels';

/** The label is in the object, in another place: whoever wrote it knew that it is asked for. */
export const check = defineCheck({
  id: 'selector-labels-misplaced',
  severity: 'error',
  question: 'Are the labels that Prometheus selects by in metadata.labels?',
  symptom: 'The label is in the file, and still Prometheus does not take the object.',
  why: 'A selector looks at metadata.labels alone. Labels of rule groups and rules end up on alerts; those in spec.selector are looked for on Services; annotations are no labels.',
  remedy: 'Write the label under metadata.labels.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/5008',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    refusedFor('labels', facts).flatMap(({ object, by, refusal }) => {
      const missing = unmet(refusal.selector, object.labels);
      const place = misplaced(object, missing);
      if (place === undefined) return [];
      return [
        {
          resource: nameOf(object),
          object,
          path: place.field,
          message: `holds ${place.holds}, so Prometheus does not see the label and does not take the object`,
          found: Object.fromEntries(missing.map(({ key, wanted }) => [key, wanted])),
          expected: `${showSelector(refusal.selector)} in metadata.labels, for ${asker(refusal.setting, by)}`,
          fix: labelFix(missing),
          // Without the values or the resource, the label may be there for the Services alone.
          ...(by.releaseAssumed === true ? { severity: 'warning' as const } : {}),
        },
      ];
    }),
});
