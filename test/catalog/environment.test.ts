import { defineEnvironment, environmentWarnings } from '../../src/catalog/environment';
import { anEnvironment, testEnvironment } from '../support/catalog';

test('an environment with one shard is nothing to warn of', () => {
  expect(environmentWarnings(testEnvironment)).toEqual([]);
});

test('with several shards, the rules do not belong into Prometheus', () => {
  const sharded = defineEnvironment({
    ...anEnvironment,
    shards: 2,
    thanos: { objectStorage: { name: 'thanos', key: 'objstore.yml' } },
  });
  expect(environmentWarnings(sharded)).toEqual([
    {
      resource: 'environment "test"',
      field: 'shards',
      problem: 'make every shard evaluate the rules over its part of the targets only',
      got: 2,
      fix: 'leave the PrometheusRules out there, and evaluate them where all series come together',
    },
  ]);
});
