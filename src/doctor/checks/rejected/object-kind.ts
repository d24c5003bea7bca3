import { isMap, mapOf, type KubernetesObject } from '../../../kubernetes/object';
import { mistakenKind } from '../shared/mistaken-kind';
import { defineCheck, type Reported } from '../../check';

// Certain: a Service has no endpoints, a monitor no ports, and metadata none of these fields.
export const check = defineCheck({
  id: 'object-kind',
  severity: 'error',
  question: 'Has every Service and monitor the fields of its own kind, in its spec?',
  symptom:
    'kubectl apply reports unknown or missing required fields, or, with older clients, the fields are missing from the applied object.',
  why: 'A Service has `ports` and a `selector` of labels; a ServiceMonitor has `endpoints` and a `selector` with `matchLabels`. The API server removes fields of another kind, and those in `metadata` that belong in `spec`.',
  remedy: 'Write the kind that the fields belong to, and its fields below `spec`.',
  see: 'https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.objects
      .filter(({ plain, fromValues }) => plain === undefined && fromValues !== true)
      .map((object) => [mistakenKind(object), outsideSpec(object)].map((row) => row && { object, ...row })),
});

/** Of these kinds, every object has a spec with one of these fields. */
const SPEC_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'v1 Service': ['selector', 'ports', 'type', 'clusterIP'],
  'apps/v1 Deployment': ['selector', 'template', 'replicas'],
  'apps/v1 StatefulSet': ['selector', 'template', 'replicas', 'serviceName'],
  'apps/v1 DaemonSet': ['selector', 'template'],
  'monitoring.coreos.com/v1 ServiceMonitor': ['selector', 'namespaceSelector', 'endpoints', 'jobLabel'],
  'monitoring.coreos.com/v1 PodMonitor': ['selector', 'namespaceSelector', 'podMetricsEndpoints', 'jobLabel'],
  'monitoring.coreos.com/v1 PrometheusRule': ['groups'],
  'monitoring.coreos.com/v1 Probe': ['prober', 'targets', 'module', 'jobName'],
  'networking.k8s.io/v1 NetworkPolicy': ['podSelector', 'ingress', 'egress', 'policyTypes'],
};

type Row = Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>;

function outsideSpec({ apiVersion, kind, fields }: KubernetesObject): Row | undefined {
  const known = SPEC_FIELDS[`${apiVersion} ${kind}`] ?? [];
  const metadata = mapOf(fields['metadata']);
  // Beside metadata, unknown-field reports them for kinds of the operator.
  const [path, holder] = known.some((key) => key in metadata)
    ? ['metadata.', metadata]
    : ['', apiVersion.startsWith('monitoring.coreos.com/') ? {} : fields];
  const misplaced = known.filter((key) => key in holder);
  const [first] = misplaced;
  if (
    first === undefined ||
    (isMap(fields['spec']) && misplaced.every((key) => key in mapOf(fields['spec'])))
  )
    return undefined;
  return {
    path: `${path}${first}`,
    message: `${misplaced.join(', ')} ${misplaced.length === 1 ? 'is' : 'are'} ${path === '' ? 'beside' : 'below metadata, not below'} spec, so the ${kind} does not have ${misplaced.length === 1 ? 'it' : 'them'}`,
    found: holder[first],
    expected: 'spec',
    fix: misplaced.map((key) => `move ${key} into spec`).join('\n'),
  };
}
