import { mapOf, nameOf, textOf, textsOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Service } from '../../../kubernetes/service';
import type { ScrapePath } from '../../../operator/scrape-path';
import { defineCheck, type Found } from '../../check';
import { oneOf } from '../../expressions/report';
import { about } from '../shared/endpoint';
import { isPlaceholder } from '../../../kubernetes/placeholder';

/**
 * Certain, where the certificate is known: the pods mount the Secret of a Certificate of cert-manager, the monitor trusts
 * the authority in that Secret, or OpenShift makes the certificate for the Service.
 */
export const check = defineCheck({
  id: 'certificate-name',
  severity: 'error',
  question: 'Does the certificate of every target have the name that the monitor verifies?',
  symptom: 'The target is down: "x509: certificate is valid for ..., not ...".',
  why: 'Prometheus compares `serverName` with the DNS names of the certificate. The common name does not count.',
  remedy: 'Write one of the DNS names of the certificate, or add the name to `dnsNames` of the Certificate.',
  see: 'https://cert-manager.io/docs/usage/certificate/',
  needs: ['paths', 'manifests'],
  find: ({ paths, manifests }) => {
    const certificates = manifests
      .kind('Certificate')
      .filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/'));
    return paths.map((path) => nameIn(path, certificates));
  },
});

function nameIn(path: ScrapePath, certificates: readonly KubernetesObject[]): Found {
  const tls = mapOf(path.endpoint.fields['tlsConfig']);
  const name = textOf(tls['serverName']);
  if (!name || isOpen(name) || path.endpoint.scheme !== 'https' || tls['insecureSkipVerify'] === true)
    return undefined;
  const services = path.links.flatMap(({ service }) => service ?? []);
  const { names, of } = ofOpenShift(services) ??
    ofManager(path, certificates, textOf(mapOf(mapOf(tls['ca'])['secret'])['name'])) ?? { names: [], of: '' };
  if (names.length === 0 || names.some((each) => isOpen(each) || matches(each, name))) return undefined;
  return {
    ...about(path, 'tlsConfig.serverName'),
    message: `${of} does not have this name`,
    found: name,
    expected: oneOf(names, 'a DNS name of the certificate'),
    fix: `serverName: ${usual(names, services)}`,
  };
}

/** Kustomize replaces names in capitals, as projects of kubebuilder have them. */
const isOpen = (name: string): boolean => isPlaceholder(name) || /[A-Z$]/.test(name);

/** A wildcard stands for one label. */
const matches = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.startsWith('*.') && pattern.slice(2) === name.slice(name.indexOf('.') + 1));

interface Names {
  readonly names: readonly string[];
  readonly of: string;
}

/** Certificates that the pods mount; else the one whose Secret has the authority, as a certificate signed by itself. */
function ofManager(
  { links, monitor }: ScrapePath,
  certificates: readonly KubernetesObject[],
  trusted: string | undefined,
): Names | undefined {
  if (certificates.length === 0) return undefined;
  const pods = links.flatMap((link) => link.pods);
  const mounted = certificates.filter(({ namespace, fields }) =>
    pods.some((pod) => pod.namespace === namespace && pod.secrets.includes(secretOf(fields))),
  );
  const own =
    pods.length > 0
      ? mounted
      : certificates.filter(
          ({ namespace, fields }) =>
            namespace === monitor.namespace && trusted !== undefined && secretOf(fields) === trusted,
        );
  const [first] = own;
  if (first === undefined) return undefined;
  return {
    names: own.flatMap(({ fields }) => textsOf(mapOf(fields['spec'])['dnsNames'])),
    of: own.map(nameOf).join(' and '),
  };
}

const secretOf = (fields: KubernetesObject['fields']): string =>
  textOf(mapOf(fields['spec'])['secretName']) ?? '';

/** Annotations by which OpenShift makes a certificate for `<name>.<namespace>.svc`. */
const SERVING = [
  'service.beta.openshift.io/serving-cert-secret-name',
  'service.alpha.openshift.io/serving-cert-secret-name',
];

function ofOpenShift(services: readonly Service[]): Names | undefined {
  const [first] = services;
  const isServed = ({ annotations }: Service): boolean =>
    SERVING.some((key) => annotations[key] !== undefined);
  if (first === undefined || !services.every(isServed)) return undefined;
  return {
    names: services.flatMap(({ name, namespace }) => [
      `${name}.${namespace}.svc`,
      `${name}.${namespace}.svc.cluster.local`,
    ]),
    of: `the certificate that OpenShift makes for ${nameOf(first)}`,
  };
}

function usual(names: readonly string[], services: readonly Service[]): string {
  const ofServices = services.map(({ name, namespace }) => `${name}.${namespace}.svc`);
  return (
    names.find((name) => ofServices.includes(name)) ??
    names.find((name) => !name.startsWith('*.')) ??
    names[0]!
  );
}
