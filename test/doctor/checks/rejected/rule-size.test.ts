import { check } from '../../../../src/doctor/checks/rejected/rule-size';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { kubernetesObject } from '../../../../src/kubernetes/object';

/** A PrometheusRule with about this many bytes of YAML, in two groups or one. */
function findings(bytes: number, groups = ['a', 'b']) {
  const description = 'x'.repeat(bytes / groups.length - 100);
  const rules = [{ alert: 'A', expr: 'up', annotations: { description } }];
  const object = kubernetesObject({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'web', namespace: 'monitoring' },
    spec: { groups: groups.map((name) => ({ name, rules })) },
  });
  return findingsOf(runChecks([check], factsOf({ objects: [object!] })));
}

test('rules that fill more than a ConfigMap may hold', () => {
  expect(findings(1_000_000)).toEqual([
    {
      code: 'rule-size',
      check: 'rule-size',
      severity: 'error',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec',
      message: 'the PrometheusRule exceeds the size limit of the operator',
      found: '999972 bytes in 2 groups',
      expected: 'at most 524288 bytes',
      fix: 'split the groups into 3 PrometheusRules',
    },
  ]);
});

test('one group is one group', () => {
  expect(findings(600_000, ['a'])).toMatchObject([
    { found: expect.stringMatching(/ in 1 group$/) as string },
  ]);
});

test('rules at the limit', () => {
  expect(findings(524_288)).toMatchObject([
    { severity: 'warning', message: 'the PrometheusRule is close to the size limit of the operator' },
  ]);
});

test.each([1_000, 200_000, 500_000])('nothing is found for %d bytes', (bytes) => {
  expect(findings(bytes)).toEqual([]);
});
