import { entriesAt, inKinds, inObject, other, type Mutator } from '../mutator';

export const selector: Mutator = {
  name: 'selector',
  what: 'a selector of a monitor or a Service has another value',
  caughtBy: 'alert on absent(up{job="..."}), and check manifests of workloads and monitors together',
  edits: inKinds(['ServiceMonitor', 'PodMonitor', 'Service'], (object) =>
    entriesAt(
      object.fields,
      object.kind === 'Service' ? ['spec', 'selector'] : ['spec', 'selector', 'matchLabels'],
    ).map(([path, value]) => inObject(object, path, value, other(value))),
  ),
};
