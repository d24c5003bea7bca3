import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import { isMap, listOf, mapOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Reported } from '../../check';

type Mistake = Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>;

/** A Service with the fields of a monitor, or a monitor with those of a Service; undefined where it has its own. */
export const mistakenKind = (object: KubernetesObject): Mistake | undefined =>
  object.apiVersion === 'v1' && object.kind === 'Service'
    ? ofService(object)
    : object.apiVersion === OF_MONITOR && Object.hasOwn(ENDPOINTS_FIELD, object.kind)
      ? ofMonitor(object, object.kind as keyof typeof ENDPOINTS_FIELD)
      : undefined;

const OF_MONITOR = 'monitoring.coreos.com/v1';

function ofService({ fields }: KubernetesObject): Mistake | undefined {
  const { selector, ports, ...spec } = mapOf(fields['spec']);
  const [meant] = Object.entries(ENDPOINTS_FIELD).filter(([, field]) => Array.isArray(spec[field]));
  if (meant !== undefined && ports === undefined) return otherKind('Service', meant[0], OF_MONITOR, meant[1]);
  const labels = mapOf(selector)['matchLabels'];
  return isMap(labels)
    ? {
        path: 'spec.selector.matchLabels',
        message:
          'the selector of a Service is a map of labels, without the matchLabels of a ServiceMonitor, so Kubernetes rejects the object',
        found: labels,
        expected: 'labels of pods',
        fix: `selector: ${JSON.stringify(labels)}`,
      }
    : undefined;
}

function ofMonitor({ fields }: KubernetesObject, kind: keyof typeof ENDPOINTS_FIELD): Mistake | undefined {
  const { selector, ports, ...spec } = mapOf(fields['spec']);
  if (!Array.isArray(ports) || Object.values(ENDPOINTS_FIELD).some((field) => field in spec))
    return undefined;
  const labels = Object.values(mapOf(selector));
  if (labels.length > 0 && labels.every((value) => typeof value === 'string'))
    return otherKind(kind, 'Service', 'v1', 'ports, and a selector without matchLabels');
  const names = listOf(ports).flatMap((port) => textOf(mapOf(port)['name']) ?? []);
  const field = ENDPOINTS_FIELD[kind];
  return {
    path: 'spec.ports',
    message: `ports are a field of a Service; a ${kind} names them in ${field}, so nothing is scraped`,
    found: ports,
    expected: field,
    fix: `${field}: ${JSON.stringify((names.length === 0 ? ['http'] : names).map((port) => ({ port })))} instead of ports`,
  };
}

const otherKind = (kind: string, meant: string, apiVersion: string, fields: string): Mistake => ({
  path: 'kind',
  message: `the ${kind} has the fields of a ${meant} (${fields}), so ${kind === 'Service' ? 'Kubernetes rejects it, and no such monitor exists' : 'it scrapes nothing, and no such Service exists'}`,
  found: kind,
  expected: meant,
  fix: `kind: ${meant}\napiVersion: ${apiVersion}`,
});
