import { isDeepStrictEqual } from 'node:util';
import { counted } from '../../../findings/coverage';
import { groupBy } from '../../../findings/group-by';
import { mapOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';

/**
 * An error within one file. A warning across files, which may belong to different clusters or be examples of one thing, and
 * only for objects that monitoring is made of; a single one for files that share many. Equal objects, and names that the
 * API server generates, are ignored.
 */
export const check = defineCheck({
  id: 'duplicate-objects',
  severity: 'error',
  question: 'Is every object defined once?',
  symptom: 'After kubectl apply, the object in the cluster differs from its manifest.',
  why: 'Kubernetes identifies an object by kind, namespace and name. Of two manifests with the same identity, the one applied last replaces the other.',
  remedy: 'Rename one of them, or remove it.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const pairs = duplicates(manifests.objects);
    const isWithin = ([object, earlier]: Pair): boolean => earlier.at?.file === object.at?.file;
    const across = ofVariants(pairs.filter((pair) => !isWithin(pair)));
    return [
      pairs.filter(isWithin).map((pair) => duplicate(pair)),
      across.map((own) =>
        own.length < MANY ? own.map((pair) => duplicate(pair, 'warning')) : variants(own),
      ),
    ];
  },
});

/** An object, and an earlier one of its identity. */
type Pair = readonly [object: KubernetesObject, earlier: KubernetesObject];

/** Files that share so many objects are variants, such as several ways to install the same thing. */
const MANY = 3;

function duplicates(objects: readonly KubernetesObject[]): readonly Pair[] {
  const first = new Map<string, KubernetesObject>();
  return objects.flatMap((object): readonly Pair[] => {
    const metadata = mapOf(object.fields['metadata']);
    if (typeof metadata['name'] !== 'string') return [];
    const group = groupOf(object);
    const identity = [group, object.kind, object.namespace, object.name].join('\n');
    const earlier = first.get(identity);
    if (earlier === undefined) first.set(identity, object);
    if (earlier === undefined || isDeepStrictEqual(written(earlier.fields), written(object.fields)))
      return [];
    return earlier.at?.file === object.at?.file || MONITORING_GROUPS.has(group) ? [[object, earlier]] : [];
  });
}

const duplicate = ([object, earlier]: Pair, severity?: 'warning'): Reported => ({
  object,
  path: 'metadata.name',
  message: `this ${object.kind} is also defined ${placeOf(earlier)}; the manifest applied last replaces the other`,
  found: object.name,
  expected: 'a unique name',
  fix: `name: ${object.name}-2`,
  ...(severity === undefined ? {} : { severity }),
});

/** Together those whose files share objects, directly or through others. */
function ofVariants(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const parents = new Map<string, string>();
  const rootOf = (file = ''): string => {
    let root = file;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    if (root !== file) parents.set(file, root);
    return root;
  };
  for (const [object, earlier] of pairs) {
    const [a, b] = [rootOf(object.at?.file), rootOf(earlier.at?.file)];
    if (a !== b) parents.set(a, b);
  }
  return [...groupBy(pairs, ([object]) => rootOf(object.at?.file)).values()];
}

function variants(pairs: readonly Pair[]): Reported {
  const [first] = pairs as readonly [Pair, ...Pair[]];
  const files = new Set(pairs.flatMap((pair) => pair.map(({ at }) => at?.file)));
  return {
    ...duplicate(first, 'warning'),
    message: `this ${first[0].kind} is also defined ${placeOf(first[1])}, and so are ${counted(pairs.length - 1, 'more object')} of ${files.size} files; the manifest applied last replaces the others`,
    expected: 'one of several variants',
    fix: 'read and apply one of the variants',
  };
}

/** API groups of workloads, Services, permissions and everything of the operator. */
const MONITORING_GROUPS: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'monitoring.coreos.com',
  'rbac.authorization.k8s.io',
]);

/** Of an object of the core, such as a Service, the empty text. */
const groupOf = ({ apiVersion }: KubernetesObject): string =>
  apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';

/** The parts from the manifest: a cluster adds a status and metadata. */
function written({ status: _status, metadata, ...fields }: Fields): Fields {
  const { labels, annotations } = mapOf(metadata);
  return { ...fields, labels, annotations };
}

const placeOf = ({ at }: KubernetesObject): string =>
  at === undefined ? 'elsewhere' : `at ${at.file}${at.line === undefined ? '' : `:${at.line}`}`;
