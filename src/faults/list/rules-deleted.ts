import type { Fault } from '../fault';

/** Nothing evaluates the alerts of the service. */
export const rulesDeleted: Fault = {
  name: 'the PrometheusRules are deleted, and all requests fail',
  accepted:
    'Nothing evaluates the alerts. GitOps restores the objects; `signalproof doctor --cluster` reports that they are missing.',
  signals: () => ({ rules: false, errors: 1 }),
};
