import { groupBy } from '../../../findings/group-by';
import { listOf, mapOf, nameOf, type KubernetesObject } from '../../../kubernetes/object';
import { secretValue } from '../../../kubernetes/secret-value';
import { keyReferences } from '../shared/key-references';
import { scrapesIn } from '../shared/scrapes';
import { defineCheck, type Reported } from '../../check';

// Certain: the value was read, and Prometheus sends it as it is. Certificates and keys, whose files end in a line break,
// are not compared.
export const check = defineCheck({
  id: 'secret-newline',
  severity: 'error',
  question: 'Are credentials in Secrets free of line breaks?',
  symptom:
    'The target is down with "server returned HTTP status 401 Unauthorized" or "invalid header field value".',
  why: '`echo value | base64` encodes a line break too, which becomes part of the user name, password or token.',
  remedy:
    'Encode without a line break: `printf %s value | base64`, or use `kubectl create secret --from-literal`.',
  see: 'https://kubernetes.io/docs/tasks/configmap-secret/managing-secret-using-kubectl/#use-source-files',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const secrets = groupBy(manifests.kind('Secret'), ({ namespace, name }) => `${namespace}/${name}`);
    const reported = new Set<string>();
    return [
      ...scrapesIn(manifests),
      ...writersIn(manifests.operator('Prometheus', 'PrometheusAgent')),
    ].flatMap(({ object, path, fields }) =>
      keyReferences(fields, path)
        .filter(
          ({ kind, path: place }) => kind === 'Secret' && !/\.(tlsConfig|ca|cert|keySecret)\b/.test(place),
        )
        .flatMap(({ name, key, path: place }): Reported | [] => {
          const secret = secrets.get(`${object.namespace}/${name}`)?.[0];
          const id = `${object.namespace}/${name}/${key}`;
          const value = secret && secretValue(secret, key);
          if (secret === undefined || value === undefined || reported.has(id) || !/[\r\n]$/.test(value.text))
            return [];
          reported.add(id);
          return {
            object: secret,
            path: `${value.field}.${key}`,
            message: `the value ends in a line break, which becomes part of the credential at ${place} of ${nameOf(object)}`,
            expected: 'the value without a line break',
            fix:
              value.field === 'data'
                ? `encode the value again without the line break: printf %s "$VALUE" | base64`
                : `write the value on one line, in quotes: ${key}: "..."`,
          };
        }),
    );
  },
});

const writersIn = (objects: readonly KubernetesObject[]) =>
  objects.flatMap((object) =>
    ['remoteWrite', 'remoteRead'].flatMap((field) =>
      listOf(mapOf(object.fields['spec'])[field]).map((item, index) => ({
        object,
        path: `spec.${field}[${index}]`,
        fields: mapOf(item),
      })),
    ),
  );
