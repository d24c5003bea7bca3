import { ownValue } from '../../../findings/fields';
import type { FindingSeverity } from '../../../findings/finding';
import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { settingName, unselectedBy, type Unselected } from './lib/unselected';
import { catalogFix, labelField, labelFix, misplaced, missingLabels } from './lib/missing-labels';

/**
 * An error where the Prometheus resource was read, or Helm values that no release name can satisfy. Otherwise the
 * release is assumed: a warning where other objects carry its label, else info.
 */
export const check = defineCheck({
  id: 'selector-labels',
  severity: 'error',
  question: 'Do monitors, probes and rules have the labels that Prometheus selects by?',
  symptom: 'The object is in the cluster, but Prometheus has no job and no rule from it.',
  why: 'Prometheus selects objects that have every label of its selector. kube-prometheus-stack selects by the label release, unless its values set another selector.',
  remedy: "Add the labels under metadata.labels, or set the chart's *SelectorNilUsesHelmValues to false.",
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md',
  needs: ['manifests', 'prometheus', 'contracts'],
  find: ({ manifests, prometheus, contracts }) => {
    return unselectedBy('labels', { manifests, prometheus }).flatMap((one) => {
      const { object, by, mismatch } = one;
      const missing = missingLabels(mismatch.selector, object.labels);
      // Reported by selector-labels-misplaced.
      if (misplaced(object, missing) !== undefined) return undefined;
      const [first] = missing;
      const single = missing.length === 1 && first !== undefined;
      const found = single ? ownValue(object.labels, first.key) : object.labels;
      return {
        object,
        path: single ? labelField(first.key) : 'metadata.labels',
        message:
          found === undefined
            ? 'a label is missing, so Prometheus does not select the object'
            : 'the labels do not match the selector of Prometheus',
        found,
        expected: `${showSelector(mismatch.selector)} (${settingName(mismatch.setting, by)})`,
        fix:
          contracts.wrote?.(object) === true
            ? catalogFix(missing, object)
            : object.fromValues === true
              ? labelFix(missing).replace('metadata: { labels:', 'in the values: { additionalLabels:')
              : labelFix(missing),
        severity: severityOf(one),
      };
    });
  },
});

function severityOf({ object, by, mismatch }: Unselected<'labels'>): FindingSeverity {
  const required = mismatch.selector.matchLabels?.['release'];
  if (by.releaseAssumed !== true || required === undefined) return 'error';
  const own = object.labels['release'];
  if (by.origin === 'Helm values') return own === undefined ? 'error' : 'warning';
  return own === undefined && by.releaseSeen === true ? 'warning' : 'info';
}
