import { nameOf } from '../../../kubernetes/object';
import { about, targetsOf } from '../shared/endpoint';
import { listenersOf } from '../shared/listeners';
import { defineCheck, type Reported } from '../../check';

const LOOPBACK = /^(127(\.\d+){3}|localhost|\[::1\])$/i;

// Certain: an argument of the container has the address. Pods with the network of their node share its loopback, but
// Prometheus connects to the address of the pod all the same.
export const check = defineCheck({
  id: 'loopback-listener',
  severity: 'error',
  question: 'Do the pods listen where Prometheus connects?',
  symptom: 'The target is down: "connection refused"; from inside the pod, the page can be read.',
  why: 'Prometheus connects to the IP address of the pod. A server that listens on 127.0.0.1 answers only clients inside the pod.',
  remedy: 'Listen on every address (`:8080`), or scrape the port of the proxy in front of it.',
  see: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/',
  needs: ['paths'],
  find: ({ paths }) =>
    paths.flatMap((path) =>
      targetsOf(path).flatMap(([, { pod, port }]): readonly Reported[] => {
        const listeners = listenersOf(pod).filter((one) => one.port === port);
        const [first] = listeners;
        if (first === undefined || !listeners.every(({ host }) => LOOPBACK.test(host))) return [];
        return [
          {
            ...about(path, path.endpoint.port === undefined ? 'targetPort' : 'port'),
            message: `container ${first.container.name} of ${nameOf(pod.owner)} listens on ${first.host}:${port}, where only the pod itself can connect`,
            found: first.argument,
            expected: `:${port}`,
            fix: `in container ${first.container.name}: ${first.everywhere}`,
          },
        ];
      }),
    ),
});
