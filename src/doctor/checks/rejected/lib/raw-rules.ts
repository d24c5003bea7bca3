import type { Manifests } from '../../../../kubernetes/manifests';
import { listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../../../kubernetes/object';
import { objectsOf } from './scrapes';

/** One group of a PrometheusRule, valid or not. */
export interface RawGroup {
  readonly object: KubernetesObject;
  /** e.g. `spec.groups[0]`. */
  readonly field: string;
  /** Position in the resource, from 0. */
  readonly index: number;
  readonly fields: Fields;
  readonly rules: readonly RawRule[];
}

/** One rule, valid or not. Its path is computed on demand, because few of many rules have findings. */
export class RawRule {
  constructor(
    private readonly group: Omit<RawGroup, 'rules'>,
    private readonly index: number,
    readonly fields: Fields,
  ) {}

  get object(): KubernetesObject {
    return this.group.object;
  }

  /** e.g. `spec.groups[0].rules[1]`. */
  get field(): string {
    return `${this.group.field}.rules[${this.index}]`;
  }
}

/** Shared by all checks of rules. */
const known = new WeakMap<Manifests, readonly RawGroup[]>();

export function groupsIn(manifests: Manifests): readonly RawGroup[] {
  const groups = known.get(manifests) ?? objectsOf(manifests, 'PrometheusRule').flatMap(groupsOf);
  known.set(manifests, groups);
  return groups;
}

const groupsOf = (object: KubernetesObject): readonly RawGroup[] =>
  listOf(mapOf(object.fields['spec'])['groups']).map((item, index) => {
    const group = { object, field: `spec.groups[${index}]`, index, fields: mapOf(item) };
    return {
      ...group,
      rules: listOf(group.fields['rules']).map((rule, at) => new RawRule(group, at, mapOf(rule))),
    };
  });

export const rulesIn = (manifests: Manifests): readonly RawRule[] =>
  groupsIn(manifests).flatMap(({ rules }) => rules);

/** Fields of groups and rules with strings by name. */
export const LABEL_PARTS = ['labels', 'annotations'] as const;

/** Groups and rules alike: both have labels. */
export const labelled = (manifests: Manifests): readonly (RawGroup | RawRule)[] =>
  groupsIn(manifests).flatMap((group) => [group, ...group.rules]);

/** The name of the recorded series; undefined for an alert. */
export const recordOf = ({ fields }: RawRule): string | undefined => textOf(fields['record']) || undefined;
export const alertOf = ({ fields }: RawRule): string | undefined => textOf(fields['alert']) || undefined;
