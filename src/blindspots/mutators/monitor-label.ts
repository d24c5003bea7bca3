import { entriesAt, inKinds, inObject, type Mutator } from '../mutator';

export const monitorLabel: Mutator = {
  name: 'monitor-label',
  what: 'a monitor or a PrometheusRule loses a label',
  caughtBy: 'give the values of the chart to the doctor, so that it can check what Prometheus selects',
  edits: inKinds(['ServiceMonitor', 'PodMonitor', 'Probe', 'ScrapeConfig', 'PrometheusRule'], (object) =>
    entriesAt(object.fields, ['metadata', 'labels']).map(([path, value]) =>
      inObject(object, path, value, undefined),
    ),
  ),
};
