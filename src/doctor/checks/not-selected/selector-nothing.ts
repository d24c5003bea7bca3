import type { SelectedKind } from '../../../helm-values/selectors';
import { mapOf } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { aboutPrometheus } from '../shared/about-prometheus';
import { refusedFor, type Refused } from './lib/unselected';

/**
 * Once for each kind of which objects were read that no Prometheus takes. That agents evaluate no rules has a check of
 * its own. A chart without Prometheus is a warning: another Prometheus may be meant to read what is there.
 */
export const check = defineCheck({
  id: 'selector-nothing',
  severity: 'error',
  question: 'Does Prometheus select anything of each kind that is there?',
  symptom: 'No object of a kind ever arrives in the configuration of Prometheus, whatever its labels.',
  why: "To the operator, a selector of null means nothing; {} means everything. In the chart's values, ruleSelector: null with ruleSelectorNilUsesHelmValues: false leaves the field out, which is null.",
  remedy: 'Set the selector to {} or to labels; in values, remove the null.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  needs: ['manifests', 'prometheus'],
  find: (facts) => {
    const bySetting = new Map<string, Refused<'nothing'>[]>();
    for (const one of refusedFor('nothing', facts)) {
      if (one.kind === 'PrometheusRule' && one.by.agent) continue;
      const key = `${one.by.name}\n${one.refusal.setting}`;
      bySetting.set(key, [...(bySetting.get(key) ?? []), one]);
    }
    return [...bySetting.values()].flatMap((same) => findingOf(same));
  },
});

function findingOf(same: readonly Refused<'nothing'>[]): readonly Reported[] {
  const [first] = same;
  if (first === undefined) return [];
  const { by, refusal } = first;
  const kinds = [...new Set(same.map(({ kind }) => kind))];
  const noPrometheus = refusal.setting === 'prometheus.enabled';
  return [
    {
      ...aboutPrometheus(by),
      path: refusal.setting,
      message: `leaves out ${same.length === 1 ? `the ${kinds[0]} that was` : `all ${same.length} ${kinds.join(' and ')} objects that were`} read: ${refusal.because}`,
      found: valueAt(by.object?.fields ?? by.values, refusal.setting),
      expected: noPrometheus ? 'true' : 'a selector; {} selects everything',
      fix: fixOf(refusal.setting, kinds),
      ...(noPrometheus ? { severity: 'warning' as const } : {}),
    },
  ];
}

function fixOf(setting: string, kinds: readonly SelectedKind[]): string {
  if (setting === 'prometheus.enabled') return 'prometheus: { enabled: true }';
  const key = setting.slice(setting.lastIndexOf('.') + 1);
  // In values, {} would be replaced by the label of the release.
  const flag = `${key}NilUsesHelmValues: false`;
  if (setting.startsWith('spec.')) return `${key}: {}`;
  return kinds.length === 1 && key.endsWith('NamespaceSelector')
    ? `${key}: {}`
    : `remove ${key}, and set ${flag}`;
}

const valueAt = (fields: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => mapOf(value)[key], fields);
