import { numberOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { ScrapePath } from '../../../operator/scrape-path';
import { about } from '../shared/endpoint';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';

// Certain once pods were read: Prometheus discovers only the ports that containers declare. Ports of injected sidecars
// are skipped, and one of several pod templates with the port is enough.
export const check = defineCheck({
  id: 'monitor-target-port',
  severity: 'error',
  question: 'Do the pods declare the container port that a monitor selects?',
  symptom: 'The job has 0 targets, although Service and pods exist; they are listed as dropped.',
  why: 'Prometheus compares `targetPort` of a ServiceMonitor, and `port` and `portNumber` of a PodMonitor, with the declared `ports` of the containers, by number or name. It does not compare them with ports of the Service.',
  remedy: 'Set the containerPort or its name, and declare it in the pod template.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/2515',
  needs: ['paths'],
  find: ({ paths }) => paths.flatMap(undeclared),
});

/** Of Istio's and Linkerd's sidecars. */
const INJECTED: readonly (string | number)[] = [
  'http-envoy-prom',
  'linkerd-admin',
  'linkerd-proxy',
  15020,
  15090,
  4191,
];

function undeclared(path: ScrapePath): Found {
  const { endpoint, links, monitor } = path;
  const ofPods = monitor.kind === 'PodMonitor';
  const [field, wanted] =
    endpoint.port === undefined
      ? ([
          numberOf(endpoint.fields['portNumber']) === undefined ? 'targetPort' : 'portNumber',
          endpoint.targetPort,
        ] as const)
      : (['port', ofPods ? endpoint.port : undefined] as const);
  const pods = links.flatMap((link) => link.pods);
  if (wanted === undefined || INJECTED.includes(wanted) || pods.length === 0) return undefined;
  if (pods.some((pod) => declares(pod, wanted))) return undefined;
  const servicePort = links
    .flatMap(({ service }) => service?.ports ?? [])
    .find(({ port, name }) => port === Number(wanted) || name === wanted);
  const declared = pods.flatMap((pod) => pod.containers.flatMap(({ ports }) => ports));
  const names = declared.map(({ name, number }) => (field === 'port' ? name : (name ?? number)));
  return {
    ...about(path, field),
    message: problemOf(wanted, servicePort !== undefined, pods),
    found: wanted,
    expected: oneOf(
      typeof wanted === 'number' ? declared.map(({ number }) => number) : names,
      'a port that a container declares',
    ),
    fix: fixOf(path, field, wanted, servicePort?.targetPort),
  };
}

const declares = ({ containers }: PodTemplate, wanted: string | number): boolean =>
  containers.some(({ ports }) =>
    ports.some(({ name, number }) => (typeof wanted === 'number' ? number === wanted : name === wanted)),
  );

function problemOf(wanted: string | number, isServicePort: boolean, pods: readonly PodTemplate[]): string {
  if (isServicePort)
    return 'the field takes a port of the containers, but the value is a port of the Service';
  const isText = typeof wanted === 'string' && /^\d+$/.test(wanted);
  if (isText && pods.some((pod) => declares(pod, Number(wanted))))
    return 'the value is a string, so it selects a container port by name, not by number';
  return 'no container of the pods declares the port';
}

function fixOf(
  { links, monitor }: ScrapePath,
  path: string,
  wanted: string | number,
  target: string | number | undefined,
): string {
  const declared = links.flatMap(({ pods }) =>
    pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports)),
  );
  const meant = declared.find(
    ({ name, number }) => number === Number(wanted) || number === target || name === target,
  );
  const only = meant ?? (declared.length === 1 ? declared[0] : undefined);
  if (only === undefined)
    return typeof wanted === 'number'
      ? `in the container: ports: [{"name":"metrics","containerPort":${wanted}}]`
      : `in the container: ports: [{"name":"${wanted}","containerPort":8080}]`;
  if (path !== 'port') return `${path}: ${only.number}`;
  if (only.name !== undefined) return `port: ${only.name}`;
  return monitor.kind === 'PodMonitor' ? `portNumber: ${only.number}` : `targetPort: ${only.number}`;
}
