import { mapOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { SHAPED_KINDS } from '../../../operator/fields/shapes';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Reported } from '../../check';

// Certain: the API server validates each of these. Names of roles may have other characters; types of labels of the
// operator's resources are reported by field-type.
export const check = defineCheck({
  id: 'object-metadata',
  severity: 'error',
  question: 'Does Kubernetes accept the name, namespace and labels of every object?',
  symptom:
    'kubectl apply reports "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters" or "cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string", and the object is missing.',
  why: 'Names have lower-case letters, digits, - and dots. Values of labels are strings of at most 63 letters, digits, -, _ and dots; YAML reads 1 and true without quotes as a number and a boolean.',
  remedy: 'Write names in lower case, and values of labels in quotes.',
  see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.objects
      .filter(
        ({ apiVersion, plain, fromValues }) =>
          SERVED.test(apiVersion) && plain !== true && fromValues !== true,
      )
      .map((object) => [namesOf(object), labelsIn(object)].flat().map((row) => ({ object, ...row }))),
});

/** By Kubernetes and the operator. Files of other tools look like objects, and have names of their own rules. */
const SERVED =
  /^(v1|(apps|autoscaling|batch|extensions|monitoring\.coreos\.com|policy|(discovery|networking|rbac\.authorization)\.k8s\.io)\/\S+)$/;

type Row = Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>;

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Names without a lower-case letter, or with brackets, are replaced before the object is applied. */
const MEANT = /^(?=.*[a-z])[\w. -]+$/;

function namesOf({ apiVersion, fields }: KubernetesObject): readonly Row[] {
  if (apiVersion.startsWith('rbac.authorization.k8s.io/')) return [];
  const metadata = mapOf(fields['metadata']);
  return ['name', 'namespace'].flatMap((key) => {
    const name = textOf(metadata[key]) ?? '';
    return NAME.test(name) || !MEANT.test(name)
      ? []
      : [
          {
            path: `metadata.${key}`,
            message: `invalid name, so Kubernetes rejects the object`,
            found: name,
            expected: 'lower-case letters, digits, - and dots',
            fix: `${key}: ${sanitized(name.toLowerCase(), /[^a-z0-9.-]+/g)}`,
          },
        ];
  });
}

const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

function labelsIn({ kind, fields }: KubernetesObject): readonly Row[] {
  const template = mapOf(mapOf(fields['spec'])['template'])['metadata'];
  const parts: readonly (readonly [string, unknown])[] = [
    ['metadata', fields['metadata']],
    ['spec.template.metadata', template],
  ];
  return parts.flatMap(([path, metadata]) =>
    ['labels', 'annotations'].flatMap((part) =>
      Object.entries(mapOf(mapOf(metadata)[part])).flatMap(([key, value]): readonly Row[] => {
        const at = /^[\w-]+$/.test(key) ? `${path}.${part}.${key}` : `${path}.${part}["${key}"]`;
        if (typeof value === 'number' || typeof value === 'boolean')
          return SHAPED_KINDS.includes(kind)
            ? []
            : [
                {
                  path: at,
                  message: `the value is a ${typeof value}, so Kubernetes rejects the object`,
                  found: value,
                  expected: 'a string, in quotes',
                  fix: `${quotedKey(key)}: ${JSON.stringify(String(value))}`,
                },
              ];
        const text = textOf(value) ?? '';
        if (part === 'annotations' || isPlaceholder(text) || (VALUE.test(text) && text.length <= 63))
          return [];
        return [
          {
            path: at,
            message: 'invalid value of a label, so Kubernetes rejects the object',
            found: text,
            expected:
              'at most 63 letters, digits, -, _ and dots, which begins and ends with a letter or digit',
            fix: `${quotedKey(key)}: ${sanitized(text, /[^A-Za-z0-9_.-]+/g).slice(0, 63)}`,
          },
        ];
      }),
    ),
  );
}

const quotedKey = (key: string): string => (/^[\w./-]+$/.test(key) ? key : JSON.stringify(key));

/** Without the characters that are not allowed, also at both ends. */
const sanitized = (text: string, others: RegExp): string =>
  text.replaceAll(others, '-').replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
