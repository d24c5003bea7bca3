import { listOf, mapOf } from '../../kubernetes/object';
import { inKinds, inObject, other, type Mutator } from '../mutator';

const AT = ['spec', 'namespaceSelector'];

export const namespaceSelector: Mutator = {
  name: 'namespace-selector',
  what: 'a monitor searches another namespace',
  caughtBy: 'alert on absent(up{job="..."}), and check manifests of workloads and monitors together',
  edits: inKinds(['ServiceMonitor', 'PodMonitor'], (object) => {
    const found = mapOf(mapOf(object.fields['spec'])['namespaceSelector']);
    const names = listOf(found['matchNames']);
    if (found['any'] === true) return [inObject(object, [...AT, 'any'], true, false)];
    if (names.length === 0)
      return [inObject(object, AT, undefined, { matchNames: [other(object.namespace)] })];
    return names.map((name, index) =>
      inObject(object, [...AT, 'matchNames', index], name, other(String(name))),
    );
  }),
};
