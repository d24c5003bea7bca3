import type { Manifests } from '../../kubernetes/manifests';
import { listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';

export interface RawGroup {
  readonly object: KubernetesObject;
  /** e.g. `spec.groups[0]`. */
  readonly path: string;
  /** Position in the resource, from 0. */
  readonly index: number;
  readonly fields: Fields;
  readonly rules: readonly RawRule[];
}

export interface RawRule {
  readonly object: KubernetesObject;
  /** e.g. `spec.groups[0].rules[1]`. */
  readonly path: string;
  readonly fields: Fields;
}

export const ruleGroups = (manifests: Manifests): readonly RawGroup[] =>
  manifests.operator('PrometheusRule').flatMap(groupsOf);

export const groupsOf = (object: KubernetesObject): readonly RawGroup[] =>
  listOf(mapOf(object.fields['spec'])['groups']).map((item, index) => {
    const path = `spec.groups[${index}]`;
    const fields = mapOf(item);
    const rules = listOf(fields['rules']).map((rule, at) => ({
      object,
      path: `${path}.rules[${at}]`,
      fields: mapOf(rule),
    }));
    return { object, path, index, fields, rules };
  });

export const rulesIn = (groups: readonly RawGroup[]): readonly RawRule[] =>
  groups.flatMap(({ rules }) => rules);

/** Fields of groups and rules with strings by name. */
export const LABEL_PARTS = ['labels', 'annotations'] as const;

/** Groups and rules alike: both have labels. */
export const labelled = (groups: readonly RawGroup[]): readonly (RawGroup | RawRule)[] =>
  groups.flatMap((group) => [group, ...group.rules]);

/** The name of the recorded series; undefined for an alert. */
export const recordOf = ({ fields }: RawRule): string | undefined => textOf(fields['record']) || undefined;
export const alertOf = ({ fields }: RawRule): string | undefined => textOf(fields['alert']) || undefined;
