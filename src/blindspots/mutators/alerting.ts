import { listOf, mapOf } from '../../kubernetes/object';
import { alertingOf } from '../prometheus-parts';
import { inKinds, inObject, type Mutator } from '../mutator';

export const alerting: Mutator = {
  name: 'alerting',
  what: 'Prometheus loses an Alertmanager that it sends alerts to',
  caughtBy: 'send Watchdog to a service outside of the cluster that notifies you when it stops',
  edits: inKinds(['Prometheus'], (object) => {
    const { path, value } = alertingOf(object);
    return listOf(mapOf(value)['alertmanagers']).map((from, index) =>
      inObject(object, [...path, 'alertmanagers', index], from, undefined),
    );
  }),
};
