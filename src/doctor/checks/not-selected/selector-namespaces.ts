import { NAMESPACE_NAME_LABEL } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { showSelector, type LabelSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { statesNamespace } from '../shared/namespaces';
import { asker, refusedFor } from './lib/unselected';

/**
 * Only for objects that name their namespace, and only where the labels of that namespace are known or cannot matter.
 * Where nobody named Prometheus' own namespace it is a guess, which makes a warning.
 */
export const check = defineCheck({
  id: 'selector-namespaces',
  severity: 'error',
  question: 'Are monitors, probes and rules in namespaces that Prometheus takes them from?',
  symptom: 'The object has the right labels, but its job is not in the configuration of Prometheus.',
  why: 'A namespace selector chooses namespaces by their labels. In a Prometheus resource, leaving it out means its own namespace only; {} means all.',
  remedy: 'Set the namespace selector to {}, label the namespace, or move the object.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    refusedFor('namespace', facts)
      .filter(({ object }) => statesNamespace(object))
      .map(({ object, kind, by, refusal }) => ({
        resource: nameOf(object),
        object,
        path: 'metadata.namespace',
        message: `is none that Prometheus takes a ${kind} from`,
        found: object.namespace,
        expected:
          refusal.selector === undefined
            ? `${by.namespace}, as ${asker(refusal.setting, by)} is not set`
            : `a namespace with ${showSelector(refusal.selector)}, for ${asker(refusal.setting, by)}`,
        fix: namespaceLabel(refusal.selector, object.namespace) ?? `${lastKey(refusal.setting)}: {}`,
        ...(refusal.selector === undefined && by.origin !== 'Prometheus resource'
          ? { severity: 'warning' as const }
          : {}),
      })),
});

const lastKey = (setting: string): string => setting.slice(setting.lastIndexOf('.') + 1);

/** The command that makes a namespace match, where labels alone decide and Kubernetes does not own them. */
function namespaceLabel(selector: LabelSelector | undefined, namespace: string): string | undefined {
  const labels = Object.entries(selector?.matchLabels ?? {});
  if (labels.length === 0 || (selector?.matchExpressions ?? []).length > 0) return undefined;
  if (labels.some(([key]) => key === NAMESPACE_NAME_LABEL)) return undefined;
  return `kubectl label namespace ${namespace} ${labels.map(([key, value]) => `${key}=${value}`).join(' ')}`;
}
