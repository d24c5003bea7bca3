import { isDeepStrictEqual } from 'node:util';
import { mapOf, nameOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck } from '../../check';

/**
 * An error within one file, of which the last one wins. A warning for two files, which may be meant for two clusters.
 * Silent for equal objects, and for names that the API server completes.
 */
export const check = defineCheck({
  id: 'duplicate-objects',
  severity: 'error',
  question: 'Is every object there once?',
  symptom: 'After kubectl apply, an object is not what its manifest says.',
  why: 'Kubernetes knows an object by kind, namespace and name. Of two manifests with the same, the one that is applied last replaces the other.',
  remedy: 'Rename one of them, or remove it.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const first = new Map<string, KubernetesObject>();
    return manifests.objects.flatMap((object) => {
      const metadata = mapOf(object.fields['metadata']);
      if (typeof metadata['name'] !== 'string') return [];
      const identity = [object.apiVersion.split('/')[0], object.kind, object.namespace, object.name].join(
        '\n',
      );
      const earlier = first.get(identity);
      if (earlier === undefined) first.set(identity, object);
      if (earlier === undefined || isDeepStrictEqual(written(earlier.fields), written(object.fields)))
        return [];
      const sameFile = earlier.at?.file === object.at?.file;
      return [
        {
          resource: nameOf(object),
          object,
          path: 'metadata.name',
          message: `is also that of another ${object.kind}, at ${placeOf(earlier)}; the one applied last replaces the other`,
          found: object.name,
          expected: 'a name of its own',
          fix: `name: ${object.name}-2`,
          ...(sameFile ? {} : { severity: 'warning' as const }),
        },
      ];
    });
  },
});

/** What a person wrote: a cluster adds a status and metadata of its own. */
function written({ status: _status, metadata, ...fields }: Fields): Fields {
  const { labels, annotations } = mapOf(metadata);
  return { ...fields, labels, annotations };
}

const placeOf = ({ at }: KubernetesObject): string =>
  at === undefined ? 'another place' : `${at.file}${at.line === undefined ? '' : `:${at.line}`}`;
