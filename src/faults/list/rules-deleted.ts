import type { Fault } from '../fault';

/** Nothing evaluates the alerts of the service. */
export const rulesDeleted: Fault = {
  name: 'the PrometheusRules are deleted, and all requests fail',
  needs: ['requests'],
  accepted:
    'Nothing is left that could evaluate the alerts; what applied the objects has to notice that they are gone.',
  signals: () => ({ rules: false, errors: 1 }),
};
