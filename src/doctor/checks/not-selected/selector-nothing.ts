import type { SelectedKind } from '../../../helm-values/selectors';
import { groupBy } from '../../../findings/group-by';
import { NAMESPACE_NAME_LABEL } from '../../../kubernetes/manifests';
import { mapOf, textsOf, type Fields } from '../../../kubernetes/object';
import { defineCheck, type Found } from '../../check';
import { aboutPrometheus } from '../shared/about-prometheus';
import { unselectedBy, type Unselected } from './lib/unselected';

/**
 * One finding for each selector that selects nothing, where objects of its kind were read. Rules in front of an agent
 * are reported by agent-rules. A chart without Prometheus is a warning: another Prometheus may read the objects.
 */
export const check = defineCheck({
  id: 'selector-nothing',
  severity: 'error',
  question: 'Does Prometheus select objects of every kind that was read?',
  symptom: 'Objects of one kind never appear in the configuration of Prometheus, whatever their labels.',
  why: "For the operator, an absent selector selects nothing and {} selects everything. In the chart's values, ruleSelector: null with ruleSelectorNilUsesHelmValues: false leaves the field out.",
  remedy: 'Set the selector to {} or to labels; in values, remove the null.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  needs: ['manifests', 'prometheus'],
  find: (facts) => {
    const unselected = unselectedBy('nothing', facts).filter(
      ({ kind, by }) => kind !== 'PrometheusRule' || !by.agent,
    );
    const bySetting = groupBy(unselected, ({ by, mismatch }) => `${by.name}\n${mismatch.setting}`);
    return [...bySetting.values()].map(findingOf);
  },
});

function findingOf(same: readonly Unselected<'nothing'>[]): Found {
  const [first] = same;
  if (first === undefined) return undefined;
  const { by, mismatch } = first;
  const kinds = [...new Set(same.map(({ kind }) => kind))];
  const found = valueAt(by.object?.fields ?? by.values, mismatch.setting);
  const noPrometheus = mismatch.setting === 'prometheus.enabled';
  return {
    ...aboutPrometheus(by),
    path: mismatch.setting,
    message: `Prometheus selects no ${kinds.join(' and no ')} (${same.length} read): ${mismatch.because}`,
    found,
    expected: noPrometheus ? 'true' : 'a selector; {} selects everything',
    fix: fixOf(mismatch.setting, kinds, mapOf(found)),
    ...(noPrometheus ? { severity: 'warning' as const } : {}),
  };
}

function fixOf(setting: string, kinds: readonly SelectedKind[], found: Fields): string {
  if (setting === 'prometheus.enabled') return 'prometheus: { enabled: true }';
  const key = setting.slice(setting.lastIndexOf('.') + 1);
  // As in a namespaceSelector of a monitor, which is no label selector.
  const names = textsOf(found['matchNames']);
  if (names.length > 0)
    return `${key}: ${JSON.stringify({ matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: names }] })}`;
  // In values, {} would be replaced by the label of the release.
  const flag = `${key}NilUsesHelmValues: false`;
  if (setting.startsWith('spec.')) return `${key}: {}`;
  return kinds.length === 1 && key.endsWith('NamespaceSelector')
    ? `${key}: {}`
    : `remove ${key}, and set ${flag}`;
}

const valueAt = (fields: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => mapOf(value)[key], fields);
