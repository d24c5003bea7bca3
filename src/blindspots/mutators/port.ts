import { listOf, mapOf, textOf } from '../../kubernetes/object';
import { inKinds, inObject, other, type Mutator } from '../mutator';

const LISTS = {
  ServiceMonitor: ['endpoints', ['port', 'targetPort']],
  PodMonitor: ['podMetricsEndpoints', ['port']],
  Service: ['ports', ['name', 'targetPort']],
} as const;

export const port: Mutator = {
  name: 'port',
  what: 'a port of a monitor or a Service has another name or number',
  caughtBy: 'alert on absent(up{job="..."}), and check manifests of workloads and monitors together',
  edits: inKinds(Object.keys(LISTS), (object) => {
    const [list, keys] = LISTS[object.kind as keyof typeof LISTS];
    return listOf(mapOf(object.fields['spec'])[list]).flatMap((item, index) =>
      keys.flatMap((key) => {
        const value = mapOf(item)[key];
        const path = ['spec', list, index, key];
        if (typeof value === 'number') return [inObject(object, path, value, value + 1)];
        return textOf(value) === undefined ? [] : [inObject(object, path, value, other(value as string))];
      }),
    );
  }),
};
