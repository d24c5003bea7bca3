import { numberOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { ScrapePath } from '../../../operator/scrape-path';
import { about, oneOf } from '../shared/endpoint';
import { defineCheck, type Reported } from '../../check';

// Certain once pods were read: Prometheus knows the ports that containers declare and no others. Ports that meshes
// inject into pods are left alone, and one pod template with the port among several is enough.
export const check = defineCheck({
  id: 'monitor-target-port',
  severity: 'error',
  question: 'Is the container port that a monitor asks for declared by the pods?',
  symptom: 'The job has 0 targets although Service and pods are there; they are listed as dropped.',
  why: '`targetPort` of a ServiceMonitor, and `port` and `portNumber` of a PodMonitor, are compared with `ports` of the containers: with containerPort, or its name. The port of the Service does not count, and neither does a port that no container declares.',
  remedy: 'Write the containerPort or its name, and declare it in the pod template.',
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

function undeclared(path: ScrapePath): readonly Reported[] {
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
  if (wanted === undefined || INJECTED.includes(wanted) || pods.length === 0) return [];
  if (pods.some((pod) => declares(pod, wanted))) return [];
  const servicePort = links
    .flatMap(({ service }) => service?.ports ?? [])
    .find(({ port, name }) => port === Number(wanted) || name === wanted);
  const declared = pods.flatMap((pod) => pod.containers.flatMap(({ ports }) => ports));
  const names = declared.map(({ name, number }) => (field === 'port' ? name : (name ?? number)));
  return [
    {
      ...about(path, field),
      message: problemOf(wanted, servicePort !== undefined, pods),
      found: wanted,
      expected: oneOf(
        typeof wanted === 'number' ? declared.map(({ number }) => number) : names,
        'a port that a container declares',
      ),
      fix: fixOf(path, field, wanted, servicePort?.targetPort),
    },
  ];
}

const declares = ({ containers }: PodTemplate, wanted: string | number): boolean =>
  containers.some(({ ports }) =>
    ports.some(({ name, number }) => (typeof wanted === 'number' ? number === wanted : name === wanted)),
  );

function problemOf(wanted: string | number, isServicePort: boolean, pods: readonly PodTemplate[]): string {
  if (isServicePort) return 'is a port of the Service, but means a port of the containers';
  const isText = typeof wanted === 'string' && /^\d+$/.test(wanted);
  if (isText && pods.some((pod) => declares(pod, Number(wanted))))
    return 'is text, so it means the name of a container port, not its number';
  return 'is declared by no container of the pods';
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
