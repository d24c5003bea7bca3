import { loadsRules } from '../doctor/sources/plain-files';
import { mapOf, type KubernetesObject } from '../kubernetes/object';
import type { Path } from './edit';

interface Part {
  readonly path: Path;
  readonly value: unknown;
}

/** Where a Prometheus lists its Alertmanagers: a resource, or a prometheus.yml. */
export const alertingOf = ({ fields, plain }: KubernetesObject): Part =>
  plain === undefined
    ? { path: ['spec', 'alerting'], value: mapOf(fields['spec'])['alerting'] }
    : { path: ['file', 'alerting'], value: mapOf(fields['file'])['alerting'] };

/** The external labels of a Prometheus resource, or a prometheus.yml. */
export const externalLabelsAt = ({ plain }: KubernetesObject): readonly string[] =>
  plain === undefined ? ['spec', 'externalLabels'] : ['file', 'global', 'external_labels'];

/** The rule files of a prometheus.yml. */
export const ruleFilesOf = ({ fields }: KubernetesObject): Part => ({
  path: ['file', 'rule_files'],
  value: mapOf(fields['file'])['rule_files'],
});

/** Whether a prometheus.yml loads the file of a rule. */
export const isLoaded = (all: readonly KubernetesObject[], { name, plain }: KubernetesObject): boolean =>
  plain !== undefined &&
  all.some((object) => loadsRules({ ...object, fields: { ruleFiles: ruleFilesOf(object).value } }, name));
