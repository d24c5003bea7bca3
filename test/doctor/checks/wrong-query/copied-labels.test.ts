import { check } from '../../../../src/doctor/checks/wrong-query/copied-labels';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, serviceMonitor } from '../scrape-chain';

test('a label that no Service has is copied to no series', () => {
  expect(findingsFor(check, chain({ monitor: serviceMonitor('targetLabels: [app, team]') }))).toEqual([
    {
      code: 'copied-labels',
      check: 'copied-labels',
      severity: 'warning',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.targetLabels[1]',
      message: 'none of the scraped Services has this label',
      found: 'team',
      expected: 'one of app',
      fix: 'in the Service: labels: {"team":"value"}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['a ServiceMonitor', serviceMonitor('podTargetLabels: [tier]')],
  ['a PodMonitor', podMonitor('podTargetLabels: [tier]')],
])('what the pods of %s lack, they may get when they start', (_what, monitor) => {
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([
    {
      severity: 'info',
      path: 'spec.podTargetLabels[0]',
      message: 'none of the scraped pods has this label',
      fix: 'in the pod template: labels: {"tier":"value"}',
    },
  ]);
});

const team = aService('', 'name: b, namespace: shop, labels: { app: cart, team: shop }');

test.each([
  [
    'labels that are there',
    chain({ monitor: serviceMonitor('targetLabels: [app], podTargetLabels: [app]') }),
  ],
  [
    'a label that one of the Services has',
    chain({ monitor: serviceMonitor('targetLabels: [team]'), more: team }),
  ],
  ['what was not read', serviceMonitor('targetLabels: [team], podTargetLabels: [tier]')],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});
