import type { ScrapePath } from '../../../operator/scrape-path';
import { about, listed, oneOf, targetPortField, targetsOf } from '../shared/endpoint';
import { defineCheck, type Reported } from '../../check';

// Certain from the monitor, the Service and the pods: only ports that were read are compared.
export const check = defineCheck({
  id: 'monitor-port-conflict',
  severity: 'warning',
  question: 'Does every endpoint name one port?',
  symptom:
    'Another port is scraped than the monitor seems to say, or ports without metrics are listed as down.',
  why: '`port` wins over `targetPort`, which is then ignored. Without either, every port of every pod becomes a target.',
  remedy: 'Keep `port` alone.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
  needs: ['paths'],
  find: ({ paths }) => paths.flatMap((path) => [...ignored(path), ...everyPort(path)]),
});

function ignored(path: ScrapePath): readonly Reported[] {
  const { port, targetPort } = path.endpoint;
  if (port === undefined || targetPort === undefined) return [];
  const targets = targetsOf(path).map(([, target]) => target);
  const agrees = targets.some(({ port: number, containerPort }) =>
    typeof targetPort === 'number' ? number === targetPort : containerPort?.name === targetPort,
  );
  if (targets.length === 0 || agrees) return [];
  const field = targetPortField(path);
  return [
    {
      ...about(path, field),
      message: `is ignored, because port is set: ${port} leads to ${listed(targets.map((target) => target.port))}`,
      found: targetPort,
      expected: `port or ${field}, not both`,
      fix: `remove port: ${port}, or ${field}: ${targetPort}`,
    },
  ];
}

function everyPort(path: ScrapePath): readonly Reported[] {
  const { endpoint, monitor } = path;
  // Whoever relabels may well pick the port there.
  if (endpoint.port !== undefined || endpoint.targetPort !== undefined || endpoint.relabelings.length > 0)
    return [];
  if (typeof endpoint.fields['port'] === 'number') return [];
  const ports = new Set(targetsOf(path).map(([, target]) => target.port));
  if (ports.size < 2) return [];
  const names = targetsOf(path).map(
    ([, { servicePort, containerPort, port }]) =>
      (monitor.kind === 'ServiceMonitor' ? servicePort?.name : containerPort?.name) ?? port,
  );
  return [
    {
      ...about(path, 'port'),
      message: 'is not set, so every port of the pods is scraped',
      found: undefined,
      expected: oneOf(names, ''),
      fix: `port: ${names[0]}`,
    },
  ];
}
