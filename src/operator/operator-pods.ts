import type { Labels } from '../kubernetes/object';

/** Names of the pods that the operator creates, by `app.kubernetes.io/name`. */
const NAMES = ['prometheus', 'prometheus-agent', 'alertmanager', 'thanos-ruler'];

const KEYS = ['operator.prometheus.io/name', 'prometheus', 'alertmanager', 'thanos-ruler'];

/** Whether a selector selects pods that the operator creates, which no manifest has. */
export const selectsOperatorPods = (selector: Labels): boolean =>
  KEYS.some((key) => key in selector) || NAMES.includes(selector['app.kubernetes.io/name'] ?? '');
