import { entriesAt, inKinds, inObject, other, type Mutator } from '../mutator';

const POD_LABELS = ['spec', 'template', 'metadata', 'labels'];

export const label: Mutator = {
  name: 'label',
  what: 'a label of a Service or of pods has another value',
  caughtBy: 'alert on absent(up{job="..."})',
  edits: inKinds(['Service', 'Deployment', 'StatefulSet', 'DaemonSet'], (object) =>
    entriesAt(object.fields, object.kind === 'Service' ? ['metadata', 'labels'] : POD_LABELS).map(
      ([path, value]) => inObject(object, path, value, other(value)),
    ),
  ),
};
