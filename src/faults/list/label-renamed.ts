import type { Fault } from '../fault';

/** Failures look like good requests to every rule. */
export const labelRenamed: Fault = {
  name: 'a release renames the label of failures, and half of the requests fail',
  needs: ['requests'],
  signals: () => ({ renamed: 'label', errors: 0.5 }),
};
