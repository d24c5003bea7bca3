import { mapOf, nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { scrapesIn } from './lib/scrapes';

/** Fields of a ServiceMonitor's endpoint that name files in the pod of Prometheus, and what takes their place. */
const FILES = [
  { path: ['bearerTokenFile'], instead: 'authorization: { credentials: { name: <secret>, key: token } }' },
  {
    path: ['tlsConfig', 'caFile'],
    instead: 'tlsConfig: { ca: { secret: { name: <secret>, key: ca.crt } } }',
  },
  {
    path: ['tlsConfig', 'certFile'],
    instead: 'tlsConfig: { cert: { secret: { name: <secret>, key: tls.crt } } }',
  },
  { path: ['tlsConfig', 'keyFile'], instead: 'tlsConfig: { keySecret: { name: <secret>, key: tls.key } }' },
] as const;

/** Certain: only a Prometheus, or values, that deny file access give a reason to report anything. */
export const check = defineCheck({
  id: 'file-access',
  severity: 'error',
  question: 'Do monitors keep away from files, where Prometheus denies them?',
  symptom: 'The ServiceMonitor is selected, but it has no job; its events speak of file system access.',
  why: 'With arbitraryFSAccessThroughSMs.deny, the operator refuses ServiceMonitors that name files in the pod of Prometheus, because these could give its credentials away.',
  remedy: 'Refer to a Secret or ConfigMap in the namespace of the monitor instead.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ArbitraryFSAccessThroughSMsConfig',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    if (!prometheus.arbitraryFileAccessDenied) return [];
    return scrapesIn(manifests)
      .filter(({ object }) => object.kind === 'ServiceMonitor')
      .flatMap(({ object, field, fields }) =>
        FILES.flatMap(({ path, instead }) => {
          const file = path.reduce<unknown>((value, key) => mapOf(value)[key], fields);
          if (typeof file !== 'string' || file === '') return [];
          return [
            {
              resource: nameOf(object),
              object,
              path: `${field}.${path.join('.')}`,
              message: `names a file, which ${prometheus.name} denies to monitors`,
              found: file,
              expected: 'a reference to a Secret or ConfigMap',
              fix: instead,
            },
          ];
        }),
      );
  },
});
