import { nameOf } from '../../../kubernetes/object';
import { showSelector } from '../../../kubernetes/selector';
import { defineCheck } from '../../check';
import { statesNamespace } from '../shared/namespaces';
import { namespaceLabel } from './lib/namespace-label';
import { settingName, unselectedBy } from './lib/unselected';

/**
 * Only for objects that set their namespace, and only where the labels of that namespace are known or do not matter.
 * A warning where the namespace of Prometheus is assumed.
 */
export const check = defineCheck({
  id: 'selector-namespaces',
  severity: 'error',
  question: 'Are monitors, probes and rules in namespaces that Prometheus selects?',
  symptom: 'The object has the right labels, but Prometheus has no job and no rule from it.',
  why: 'A namespace selector selects namespaces by label. In a Prometheus resource, an absent selector means its own namespace, and {} means all.',
  remedy: 'Set the namespace selector to {}, label the namespace, or move the object.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    unselectedBy('namespace', facts)
      .filter(({ object }) => statesNamespace(object))
      .map(({ object, kind, by, mismatch }) => ({
        object,
        path: 'metadata.namespace',
        message: `Prometheus does not select a ${kind} from this namespace`,
        found: object.namespace,
        expected:
          mismatch.selector === undefined
            ? `${by.namespace}, because ${settingName(mismatch.setting, by)} is not set`
            : `a namespace with ${showSelector(mismatch.selector)} (${settingName(mismatch.setting, by)})`,
        fix:
          namespaceLabel(mismatch.selector, object.namespace) ??
          `${by.object === undefined ? '' : `in ${nameOf(by.object)}: `}${lastKey(mismatch.setting)}: {}`,
        ...(mismatch.selector === undefined && by.origin !== 'Prometheus resource'
          ? { severity: 'warning' as const }
          : {}),
      })),
});

const lastKey = (setting: string): string => setting.slice(setting.lastIndexOf('.') + 1);
