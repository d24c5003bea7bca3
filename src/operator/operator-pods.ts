import type { Labels } from '../kubernetes/object';

/** What the operator calls the pods that it makes of Prometheus, PrometheusAgent, Alertmanager and ThanosRuler. */
const NAMES = ['prometheus', 'prometheus-agent', 'alertmanager', 'thanos-ruler'];

/** Labels that only pods of the operator have, with the name of the resource. */
const KEYS = ['operator.prometheus.io/name', 'prometheus', 'alertmanager', 'thanos-ruler'];

/** Whether a selector asks for pods that the operator makes: no manifest holds them. */
export const asksForOperatorPods = (selector: Labels): boolean =>
  KEYS.some((key) => key in selector) || NAMES.includes(selector['app.kubernetes.io/name'] ?? '');
