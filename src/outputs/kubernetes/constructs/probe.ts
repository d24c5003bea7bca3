import type { Probe } from '../../../catalog/workload/probe';
import { PORT_NAME } from './identity';
import * as k8s from './k8s';

interface Timing {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** A probe of a container; its settings go before the usual timing. */
export function probeOf(probe: Probe, timing: Timing): k8s.Probe {
  if (typeof probe === 'string') return { ...httpGet(probe, PORT_NAME), timeoutSeconds: 2, ...timing };
  const { period, timeout = 2, failures } = probe;
  return {
    ...actionOf(probe),
    timeoutSeconds: timeout,
    periodSeconds: period ?? timing.periodSeconds,
    failureThreshold: failures ?? timing.failureThreshold,
  };
}

function actionOf({ http, tcp, grpc, exec, port, service }: Exclude<Probe, string>): k8s.Probe {
  if (http !== undefined) return httpGet(http, port ?? PORT_NAME);
  if (tcp !== undefined) return { tcpSocket: { port: portOf(tcp) } };
  if (grpc !== undefined) return { grpc: { port: grpc, ...(service === undefined ? {} : { service }) } };
  return { exec: { command: [...(exec ?? [])] } };
}

const httpGet = (path: string, port: string | number): k8s.Probe => ({
  httpGet: { path, port: portOf(port), scheme: 'HTTP' },
});

const portOf = (port: string | number): k8s.IntOrString =>
  typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port);
