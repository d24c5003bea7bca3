import { isDeepStrictEqual } from 'node:util';
import { mapOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck } from '../../check';

/**
 * An error within one file. A warning across files, which may belong to different clusters or be examples of one thing, and
 * only for objects that monitoring is made of. Equal objects, and names that the API server generates, are ignored.
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
    const first = new Map<string, KubernetesObject>();
    return manifests.objects.flatMap((object) => {
      const metadata = mapOf(object.fields['metadata']);
      if (typeof metadata['name'] !== 'string') return undefined;
      const group = groupOf(object);
      const identity = [group, object.kind, object.namespace, object.name].join('\n');
      const earlier = first.get(identity);
      if (earlier === undefined) first.set(identity, object);
      if (earlier === undefined || isDeepStrictEqual(written(earlier.fields), written(object.fields)))
        return undefined;
      const sameFile = earlier.at?.file === object.at?.file;
      if (!sameFile && !MONITORING_GROUPS.has(group)) return undefined;
      return {
        object,
        path: 'metadata.name',
        message: `this ${object.kind} is also defined ${placeOf(earlier)}; the manifest applied last replaces the other`,
        found: object.name,
        expected: 'a unique name',
        fix: `name: ${object.name}-2`,
        ...(sameFile ? {} : { severity: 'warning' as const }),
      };
    });
  },
});

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
