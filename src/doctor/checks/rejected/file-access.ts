import { mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { scrapesIn } from '../shared/scrapes';

/** Endpoint fields that reference files in the Prometheus pod, and their replacements. */
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

/** Certain: reported only if the Prometheus resource or the Helm values deny file access. */
export const check = defineCheck({
  id: 'file-access',
  severity: 'error',
  question: 'Do ServiceMonitors avoid file references where Prometheus forbids them?',
  symptom: 'The ServiceMonitor is selected but has no scrape job; its events mention file system access.',
  why: 'With arbitraryFSAccessThroughSMs.deny, the operator rejects ServiceMonitors that reference files in the Prometheus pod, because such files could leak its credentials.',
  remedy: 'Reference a Secret or ConfigMap in the namespace of the monitor instead.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ArbitraryFSAccessThroughSMsConfig',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    if (!prometheus.arbitraryFileAccessDenied) return undefined;
    return scrapesIn(manifests)
      .filter(({ object }) => object.kind === 'ServiceMonitor')
      .flatMap(({ object, path: place, fields }) =>
        FILES.flatMap(({ path, instead }) => {
          const file = path.reduce<unknown>((value, key) => mapOf(value)[key], fields);
          if (typeof file !== 'string' || file === '') return undefined;
          return {
            object,
            path: `${place}.${path.join('.')}`,
            message: `${prometheus.name} forbids file references in ServiceMonitors`,
            found: file,
            expected: 'a reference to a Secret or ConfigMap',
            fix: instead,
          };
        }),
      );
  },
});
