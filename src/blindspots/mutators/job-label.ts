import { mapOf, textOf } from '../../kubernetes/object';
import { inKinds, inObject, type Mutator } from '../mutator';

export const jobLabel: Mutator = {
  name: 'job-label',
  what: 'a monitor loses its jobLabel, so that its series have another job',
  caughtBy: 'alert on absent(up{job="..."})',
  edits: inKinds(['ServiceMonitor', 'PodMonitor'], (object) => {
    const from = textOf(mapOf(object.fields['spec'])['jobLabel']);
    return from ? [inObject(object, ['spec', 'jobLabel'], from, undefined)] : [];
  }),
};
