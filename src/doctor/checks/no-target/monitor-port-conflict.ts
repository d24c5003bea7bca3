import { words } from '../../../findings/words';
import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import type { ScrapePath } from '../../../operator/scrape-path';
import { about, listed, targetPortField, targetsOf } from '../shared/endpoint';
import { strayDash, withoutDash } from '../shared/stray-dash';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';

// Certain, as only ports of Services and pods that were read are compared. An error where a dash too many makes two
// endpoints of one: the first lacks settings, and the second scrapes ports without metrics.
export const check = defineCheck({
  id: 'monitor-port-conflict',
  severity: 'warning',
  question: 'Does every endpoint set one port?',
  symptom: 'Prometheus scrapes another port than expected, or lists ports without metrics as down.',
  why: 'The operator ignores `targetPort` if `port` is set. Without either, every port of every pod becomes a target.',
  remedy: 'Keep only `port`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
  needs: ['paths'],
  find: ({ paths }) => paths.map((path) => [ignored(path), cutInTwo(path) ?? everyPort(path)]),
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

/** The endpoint holds only settings of its neighbour, which has a port. */
function cutInTwo(path: ScrapePath): Found {
  const { endpoint, monitor, index } = path;
  const filters = endpoint.relabelings.some(({ action = '' }) => /^(keep|drop)/i.test(action));
  if (PORTS.some((field) => field in endpoint.fields) || filters) return undefined;
  const field = ENDPOINTS_FIELD[monitor.kind];
  const list = monitor.endpoints.map(({ fields }) => fields);
  const dash = strayDash(list, index, (other) => PORTS.some((port) => port in other));
  if (dash === undefined) return settingsAlone(path);
  return {
    object: monitor,
    severity: 'error',
    path: `spec.${field}[${dash.item}]`,
    message: `a dash before ${dash.key} starts a second endpoint, so ${field}[${index}] has no port and scrapes every port`,
    found: endpoint.fields,
    expected: 'one endpoint with its port and all of its settings',
    fix: withoutDash(dash, field),
  };
}

/** Settings of a request, which say nothing about what is scraped. */
const OF_REQUESTS = words(`
  authorization basicAuth bearerTokenFile bearerTokenSecret oauth2 scheme tlsConfig
`);

/** Several dashes too many: the endpoint holds only settings of a later one, which has a port. */
function settingsAlone({ endpoint, monitor, index }: ScrapePath): Found {
  const keys = Object.keys(endpoint.fields);
  const field = ENDPOINTS_FIELD[monitor.kind];
  const into = monitor.endpoints.findIndex(
    ({ fields }, at) => at > index && PORTS.some((port) => port in fields),
  );
  if (into < 0 || keys.length === 0 || !keys.every((key) => OF_REQUESTS.includes(key))) return undefined;
  return {
    object: monitor,
    severity: 'error',
    path: `spec.${field}[${index}]`,
    message: `a dash too many makes ${keys.join(' and ')} an endpoint without port, apart from ${field}[${into}]`,
    found: endpoint.fields,
    expected: 'one endpoint with its port and all of its settings',
    fix: `move ${keys.join(' and ')} into ${field}[${into}], and remove ${field}[${index}]`,
  };
}

const PORTS = ['port', 'targetPort', 'portNumber'];

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
    expected: oneOf(names, ''),
    fix: `set port to the one that serves metrics: ${listed(names)}`,
  };
}
