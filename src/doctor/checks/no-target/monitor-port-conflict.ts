import type { ScrapePath } from '../../../operator/scrape-path';
import { about, listed, targetPortField, targetsOf } from '../shared/endpoint';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';

// Certain, as only ports of Services and pods that were read are compared.
export const check = defineCheck({
  id: 'monitor-port-conflict',
  severity: 'warning',
  question: 'Does every endpoint set one port?',
  symptom: 'Prometheus scrapes another port than expected, or lists ports without metrics as down.',
  why: 'The operator ignores `targetPort` if `port` is set. Without either, every port of every pod becomes a target.',
  remedy: 'Keep only `port`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
  needs: ['paths'],
  find: ({ paths }) => paths.map((path) => [ignored(path), everyPort(path)]),
});

function ignored(path: ScrapePath): Found {
  const { port, targetPort } = path.endpoint;
  if (port === undefined || targetPort === undefined) return undefined;
  const targets = targetsOf(path).map(([, target]) => target);
  const agrees = targets.some(({ port: number, containerPort }) =>
    typeof targetPort === 'number' ? number === targetPort : containerPort?.name === targetPort,
  );
  if (targets.length === 0 || agrees) return undefined;
  const field = targetPortField(path);
  return {
    ...about(path, field),
    message: `${field} is ignored because port is set, and port ${port} is ${listed(targets.map((target) => target.port))}`,
    found: targetPort,
    expected: `port or ${field}, not both`,
    fix: `remove port: ${port}, or ${field}: ${targetPort}`,
  };
}

function everyPort(path: ScrapePath): Found {
  const { endpoint, monitor } = path;
  // Relabeling may select the port.
  if (endpoint.port !== undefined || endpoint.targetPort !== undefined || endpoint.relabelings.length > 0)
    return undefined;
  if (typeof endpoint.fields['port'] === 'number') return undefined;
  const ports = new Set(targetsOf(path).map(([, target]) => target.port));
  if (ports.size < 2) return undefined;
  const names = targetsOf(path).map(
    ([, { servicePort, containerPort, port }]) =>
      (monitor.kind === 'ServiceMonitor' ? servicePort?.name : containerPort?.name) ?? port,
  );
  return {
    ...about(path, 'port'),
    message: 'the endpoint sets no port, so every port of the pods is scraped',
    found: undefined,
    expected: oneOf(names, ''),
    fix: `port: ${names[0]}`,
  };
}
