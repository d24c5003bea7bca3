import type { FindingSeverity } from '../../../findings/finding';
import { nameOf } from '../../../kubernetes/object';
import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { asker, refusedFor, type Refused } from './lib/unselected';
import { labelField, labelFix, misplaced, unmet } from './lib/missing-labels';

/**
 * An error where the Prometheus was read, or where its values were and no release could make up for the label.
 * Without either, the chart's defaults are a guess: a warning where other objects follow it, else only worth knowing.
 */
export const check = defineCheck({
  id: 'selector-labels',
  severity: 'error',
  question: 'Do monitors, probes and rules carry the labels that Prometheus selects them by?',
  symptom:
    'The object is in the cluster, but its job is not in the configuration of Prometheus; no target, no rule.',
  why: 'Prometheus takes only objects whose own labels match its selector. All labels of the selector must be there. kube-prometheus-stack selects by the label release, unless values say otherwise.',
  remedy: "Add the labels under metadata.labels, or set the chart's *SelectorNilUsesHelmValues to false.",
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const refused = refusedFor('labels', { manifests, prometheus });
    return refused.flatMap((one) => {
      const { object, by, refusal } = one;
      const missing = unmet(refusal.selector, object.labels);
      // A check of its own says where they are.
      if (misplaced(object, missing) !== undefined) return [];
      const [first] = missing;
      const single = missing.length === 1 && first !== undefined;
      const found = single ? object.labels[first.key] : object.labels;
      return [
        {
          resource: nameOf(object),
          object,
          path: single ? labelField(first.key) : 'metadata.labels',
          message:
            found === undefined
              ? 'is missing, so Prometheus does not take the object'
              : 'is not what Prometheus selects, so it does not take the object',
          found,
          expected: `${showSelector(refusal.selector)}, for ${asker(refusal.setting, by)}`,
          fix: labelFix(missing),
          severity: severityOf(one),
        },
      ];
    });
  },
});

function severityOf({ object, by, refusal }: Refused<'labels'>): FindingSeverity {
  const asked = refusal.selector.matchLabels?.['release'];
  if (by.releaseAssumed !== true || asked === undefined) return 'error';
  const own = object.labels['release'];
  if (by.origin === 'Helm values') return own === undefined ? 'error' : 'warning';
  return own === undefined && by.releaseSeen === true ? 'warning' : 'info';
}
