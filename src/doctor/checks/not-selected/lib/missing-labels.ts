import { typeScriptString } from '../../../../findings/shell';
import {
  isMap,
  listOf,
  mapOf,
  ownValue,
  type KubernetesObject,
  type Labels,
} from '../../../../kubernetes/object';
import { selects, type LabelSelector } from '../../../../kubernetes/selector';

/** One requirement of a selector that labels do not satisfy. */
export interface MissingLabel {
  readonly key: string;
  /** A value that satisfies it. @default none: the label has to be removed */
  readonly wanted?: string;
}

/** The requirements of a selector that labels do not satisfy. */
export function missingLabels(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Labels,
): readonly MissingLabel[] {
  const byLabels = Object.entries(matchLabels)
    .filter(([key, value]) => ownValue(labels, key) !== value)
    .map(([key, wanted]) => ({ key, wanted }));
  const byExpressions = matchExpressions
    .filter((requirement) => !selects({ matchExpressions: [requirement] }, labels))
    .map(({ key, operator, values = [] }): MissingLabel => {
      if (operator === 'Exists') return { key, wanted: 'true' };
      return operator === 'In' && values[0] !== undefined ? { key, wanted: values[0] } : { key };
    });
  return [...byLabels, ...byExpressions];
}

/** Labels to add, as one line of YAML; or which to remove. */
export function labelFix(missing: readonly MissingLabel[]): string {
  const added = missing.flatMap(({ key, wanted }) =>
    wanted === undefined ? [] : [`${key}: ${plain(wanted)}`],
  );
  const removed = missing.flatMap(({ key, wanted }) => (wanted === undefined ? [key] : []));
  return [
    ...(added.length === 0 ? [] : [`metadata: { labels: { ${added.join(', ')} } }`]),
    ...(removed.length === 0 ? [] : [`remove ${removed.join(', ')} from metadata.labels`]),
  ].join(', and ');
}

/** The field of the environment in the catalog that adds or removes the labels of written objects. */
export function catalogFix(missing: readonly MissingLabel[], { kind }: KubernetesObject): string {
  const [first, ...more] = missing;
  if (more.length === 0 && first?.key === 'release' && first.wanted !== undefined)
    return `in the environment: release: ${typeScriptString(first.wanted)}`;
  const operations = missing.map(({ key, wanted }) => {
    const path = `path: ${typeScriptString(`/metadata/labels/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)}`;
    return wanted === undefined
      ? `{ op: 'remove', ${path} }`
      : `{ op: 'add', ${path}, value: ${typeScriptString(wanted)} }`;
  });
  return `in the environment: patches: [{ target: { kind: '${kind}' }, operations: [${operations.join(', ')}] }]`;
}

/** Quoted where YAML would not read the value as a string. */
const plain = (value: string): string =>
  /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);

/** `metadata.labels.release`; keys with dots are quoted. */
export const labelField = (key: string): string =>
  /^[\w-]+$/.test(key) ? `metadata.labels.${key}` : `metadata.labels["${key}"]`;

/** A map in an object whose entries a selector of Prometheus does not read. */
interface Place {
  readonly path: string;
  readonly holds: string;
}

/** The place in an object that has all of the missing labels. */
export function misplaced(object: KubernetesObject, missing: readonly MissingLabel[]): Place | undefined {
  return placesOf(object).find(
    ({ labels }) =>
      missing.length > 0 &&
      missing.every(({ key, wanted }) => wanted !== undefined && ownValue(labels, key) === wanted),
  );
}

type LabelPlace = Place & { readonly labels: Readonly<Record<string, unknown>> };

function placesOf({ annotations, fields }: KubernetesObject): readonly LabelPlace[] {
  const spec = mapOf(fields['spec']);
  const groups = listOf(spec['groups']).flatMap((item, index) =>
    groupPlaces(mapOf(item), `spec.groups[${index}]`),
  );
  const places: readonly LabelPlace[] = [
    { path: 'metadata.annotations', holds: 'the annotations', labels: annotations },
    { path: 'labels', holds: 'fields that Kubernetes ignores', labels: mapOf(fields['labels']) },
    { path: 'spec.labels', holds: 'fields that the operator ignores', labels: mapOf(spec['labels']) },
    ...groups,
    {
      path: 'spec.selector.matchLabels',
      holds: 'the labels of the scraped objects',
      labels: mapOf(mapOf(spec['selector'])['matchLabels']),
    },
  ];
  return places.filter(({ labels }) => isMap(labels));
}

function groupPlaces(group: Readonly<Record<string, unknown>>, path: string): readonly LabelPlace[] {
  const holds = 'the labels of alerts and recorded series';
  return [
    { path: `${path}.labels`, holds, labels: mapOf(group['labels']) },
    ...listOf(group['rules']).map((rule, index) => ({
      path: `${path}.rules[${index}].labels`,
      holds,
      labels: mapOf(mapOf(rule)['labels']),
    })),
  ];
}
