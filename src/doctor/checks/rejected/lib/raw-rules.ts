import type { Manifests } from '../../../../kubernetes/manifests';
import { listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../../../kubernetes/object';
import { objectsOf } from './scrapes';

/** One group of a PrometheusRule as it stands. */
export interface RawGroup {
  readonly object: KubernetesObject;
  /** e.g. `spec.groups[0]`. */
  readonly field: string;
  /** Position in the resource, from 0. */
  readonly index: number;
  readonly fields: Fields;
  readonly rules: readonly RawRule[];
}

/** One rule as it stands, right or wrong. There are many, and few of them are ever named. */
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

/** Many checks ask for the same. */
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

/** Where groups and rules have texts by name. */
export const LABEL_PARTS = ['labels', 'annotations'] as const;

/** Groups and rules alike: both have labels. */
export const labelled = (manifests: Manifests): readonly (RawGroup | RawRule)[] =>
  groupsIn(manifests).flatMap((group) => [group, ...group.rules]);

/** The name of a recorded series; undefined for rules that record none. */
export const recordOf = ({ fields }: RawRule): string | undefined => textOf(fields['record']) || undefined;
export const alertOf = ({ fields }: RawRule): string | undefined => textOf(fields['alert']) || undefined;
