import { listOf, mapOf, textOf } from '../../kubernetes/object';
import { inKinds, inObject, type Mutator } from '../mutator';

const LISTS = {
  ServiceMonitor: 'endpoints',
  PodMonitor: 'podMetricsEndpoints',
  PrometheusRule: 'groups',
} as const;

export const interval: Mutator = {
  name: 'interval',
  what: 'an endpoint is scraped, or a group evaluated, every 20 minutes',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that fire later',
  edits: inKinds(Object.keys(LISTS), (object) => {
    const list = LISTS[object.kind as keyof typeof LISTS];
    return listOf(mapOf(object.fields['spec'])[list]).map((item, index) =>
      inObject(object, ['spec', list, index, 'interval'], textOf(mapOf(item)['interval']), '20m'),
    );
  }),
};
