import { words } from '../../findings/words';
import { nameOf } from '../../kubernetes/object';
import { inKinds, inObject, type Mutator } from '../mutator';

const KINDS = words(`
  ServiceMonitor PodMonitor Probe ScrapeConfig PrometheusRule Service AlertmanagerConfig NetworkPolicy
  Secret
`);

export const deletedObject: Mutator = {
  name: 'deleted-object',
  what: 'an object is deleted',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD',
  edits: inKinds(KINDS, (object) => [inObject(object, [], nameOf(object), undefined)]),
};
