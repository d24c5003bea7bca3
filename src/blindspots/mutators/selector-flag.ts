import { NAMESPACE_NAME_LABEL } from '../../kubernetes/manifests';
import { mapOf } from '../../kubernetes/object';
import { inKinds, inObject, other, type Mutator } from '../mutator';

const KINDS = ['serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig', 'rule'];
const FLAGS = KINDS.map((kind) => `${kind}SelectorNilUsesHelmValues`);
const SELECTORS = Object.fromEntries(
  KINDS.flatMap((kind) => [
    [`${kind}Selector`, { role: other('alerts') }],
    [`${kind}NamespaceSelector`, { [NAMESPACE_NAME_LABEL]: other('monitoring') }],
  ]),
);
const AT = ['prometheus', 'prometheusSpec'];

export const selectorFlag: Mutator = {
  name: 'selector-flag',
  what: 'Prometheus selects only objects with another label, or of another namespace',
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
  Object.entries(SELECTORS).flatMap(([key, matchLabels]) =>
    key in mapOf(object.fields['spec'])
      ? [inObject(object, ['spec', key], mapOf(object.fields['spec'])[key], { matchLabels })]
      : [],
  ),
);
