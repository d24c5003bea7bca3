import type { KubernetesObject, Labels } from '../../../../kubernetes/object';
import { isMap, listOf, mapOf } from '../../../../kubernetes/object';
import { selects, type LabelSelector } from '../../../../kubernetes/selector';

/** One requirement of a selector that labels do not meet. */
export interface Unmet {
  readonly key: string;
  /** A value that would meet it. @default none: the label has to go */
  readonly wanted?: string;
}

/** All parts of a selector must hold; these do not. */
export function unmet(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Labels,
): readonly Unmet[] {
  const byLabels = Object.entries(matchLabels)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, wanted]) => ({ key, wanted }));
  const byExpressions = matchExpressions
    .filter((requirement) => !selects({ matchExpressions: [requirement] }, labels))
    .map(({ key, operator, values = [] }): Unmet => {
      if (operator === 'Exists') return { key, wanted: 'true' };
      return operator === 'In' && values[0] !== undefined ? { key, wanted: values[0] } : { key };
    });
  return [...byLabels, ...byExpressions];
}

/** Labels to add, as one line of YAML; or which to remove. */
export function labelFix(missing: readonly Unmet[]): string {
  const added = missing.flatMap(({ key, wanted }) =>
    wanted === undefined ? [] : [`${key}: ${plain(wanted)}`],
  );
  const removed = missing.flatMap(({ key, wanted }) => (wanted === undefined ? [key] : []));
  return [
    ...(added.length === 0 ? [] : [`metadata: { labels: { ${added.join(', ')} } }`]),
    ...(removed.length === 0 ? [] : [`remove ${removed.join(', ')} from metadata.labels`]),
  ].join(', and ');
}

/** Label values that YAML would not read as texts need quotes. */
const plain = (value: string): string =>
  /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);

/** `metadata.labels.release`; keys with dots are quoted. */
export const labelField = (key: string): string =>
  /^[\w-]+$/.test(key) ? `metadata.labels.${key}` : `metadata.labels["${key}"]`;

/** A place in an object that holds labels which do not count for selecting it. */
interface Place {
  readonly field: string;
  readonly holds: string;
}

/** Where else in an object the missing labels are written, if all of them are. */
export function misplaced(object: KubernetesObject, missing: readonly Unmet[]): Place | undefined {
  return placesOf(object).find(
    ({ labels }) =>
      missing.length > 0 &&
      missing.every(({ key, wanted }) => wanted !== undefined && labels[key] === wanted),
  );
}

type LabelPlace = Place & { readonly labels: Readonly<Record<string, unknown>> };

function placesOf({ annotations, fields }: KubernetesObject): readonly LabelPlace[] {
  const spec = mapOf(fields['spec']);
  const groups = listOf(spec['groups']).flatMap((item, index) =>
    groupPlaces(mapOf(item), `spec.groups[${index}]`),
  );
  const places: readonly LabelPlace[] = [
    { field: 'metadata.annotations', holds: 'annotations', labels: annotations },
    { field: 'labels', holds: 'nothing that Kubernetes knows', labels: mapOf(fields['labels']) },
    { field: 'spec.labels', holds: 'nothing that the operator knows', labels: mapOf(spec['labels']) },
    ...groups,
    {
      field: 'spec.selector.matchLabels',
      holds: 'labels of what is scraped',
      labels: mapOf(mapOf(spec['selector'])['matchLabels']),
    },
  ];
  return places.filter(({ labels }) => isMap(labels));
}

function groupPlaces(group: Readonly<Record<string, unknown>>, field: string): readonly LabelPlace[] {
  const holds = 'labels of alerts and recorded series';
  return [
    { field: `${field}.labels`, holds, labels: mapOf(group['labels']) },
    ...listOf(group['rules']).map((rule, index) => ({
      field: `${field}.rules[${index}].labels`,
      holds,
      labels: mapOf(mapOf(rule)['labels']),
    })),
  ];
}
