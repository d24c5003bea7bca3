import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { settingName, unselectedBy } from './lib/unselected';
import { labelFix, misplaced, missingLabels } from './lib/missing-labels';

/** The object has the label in another place, so its author knew that Prometheus selects by it. */
export const check = defineCheck({
  id: 'selector-labels-misplaced',
  severity: 'error',
  question: 'Are the labels that Prometheus selects by in metadata.labels?',
  symptom: 'The label is in the file, but Prometheus does not select the object.',
  why: 'A selector reads metadata.labels only. Labels of rule groups and rules are added to alerts; spec.selector holds labels of Services; annotations are not labels.',
  remedy: 'Write the label under metadata.labels.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/5008',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    unselectedBy('labels', facts).flatMap(({ object, by, mismatch }) => {
      const missing = missingLabels(mismatch.selector, object.labels);
      const place = misplaced(object, missing);
      if (place === undefined) return undefined;
      return {
        object,
        path: place.path,
        message: `the label is among ${place.holds}, so Prometheus does not select the object`,
        found: Object.fromEntries(missing.map(({ key, wanted }) => [key, wanted])),
        expected: `${showSelector(mismatch.selector)} in metadata.labels (${settingName(mismatch.setting, by)})`,
        fix: labelFix(missing),
        // With an assumed release, the label may be meant for Services only.
        ...(by.releaseAssumed === true ? { severity: 'warning' as const } : {}),
      };
    }),
});
