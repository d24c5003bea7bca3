import { mapOf } from '../../kubernetes/object';
import { inKinds, inObject, other, type Mutator } from '../mutator';

const FLAGS = ['serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig', 'rule'].map(
  (kind) => `${kind}SelectorNilUsesHelmValues`,
);
const SELECTORS = ['serviceMonitorSelector', 'podMonitorSelector', 'ruleSelector'];
const AT = ['prometheus', 'prometheusSpec'];

export const selectorFlag: Mutator = {
  name: 'selector-flag',
  what: 'Prometheus selects only objects with another label',
  caughtBy: 'give the values of the chart to the doctor, so that it can check what Prometheus selects',
  edits: (original) => [...ofValues(original), ...ofResource(original)],
};

/** In the values, a flag decides which label. */
const ofValues: Mutator['edits'] = ({ inputs: { values } }) => {
  const spec = mapOf(mapOf(mapOf(values?.values)['prometheus'])['prometheusSpec']);
  return FLAGS.filter((flag) => spec[flag] === false).map((flag) => ({
    target: { kind: 'values' },
    path: [...AT, flag],
    from: false,
    to: true,
  }));
};

const ofResource = inKinds(['Prometheus'], (object) =>
  SELECTORS.filter((key) => key in mapOf(object.fields['spec'])).map((key) =>
    inObject(object, ['spec', key], mapOf(object.fields['spec'])[key], {
      matchLabels: { role: other('alerts') },
    }),
  ),
);
