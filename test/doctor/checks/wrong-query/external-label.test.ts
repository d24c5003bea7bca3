import { check } from '../../../../src/doctor/checks/wrong-query/external-label';
import { findingsFor } from '../../../support/doctor';
import { contracts, panel, recording, rules, shop } from '../../expressions/shop';

const values = {
  values: { prometheus: { prometheusSpec: { externalLabels: { cluster: 'prod' } } } },
  name: 'values.yml',
};
const found = (yaml: string) => findingsFor(check, yaml, { values, contracts });

it('leaves the matcher out', () => {
  expect(found(rules(recording('x{cluster="prod"}')))).toMatchObject([
    {
      code: 'external-label',
      check: 'external-label',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: cluster is an external label of Helm values values.yml, which the series that its rules read do not have',
      found: 'cluster="prod"',
      expected: 'no matcher on an external label',
      fix: 'remove cluster="prod"',
    },
  ]);
});

it('leaves alone other labels and values, what targets have, and panels', () => {
  expect(
    found(rules(recording('x{cluster="logs"} + x{cluster!=""} + x{cluster=~".*"} + x{job="prod"}'))),
  ).toEqual([]);
  expect(found(panel('x{cluster="prod"}'))).toEqual([]);
  // Known not to have it: that is the finding of unknown-label.
  expect(found(shop() + rules(recording('shop_queue_length{cluster="prod"}')))).toEqual([]);
  const attached = shop({ endpoint: 'relabelings: [{ targetLabel: cluster, replacement: prod }]' });
  expect(found(attached + rules(recording('x{cluster="prod"}')))).toEqual([]);
});
