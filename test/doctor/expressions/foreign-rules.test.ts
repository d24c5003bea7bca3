import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allServices } from '../../fixtures/stack/index';
import { catalogContracts } from '../../../src/doctor/catalog-contracts';
import { factsOf } from '../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../src/doctor/run';
import { readManifests } from '../../../src/kubernetes/read';
import { ownStack } from '../own-stack';
import { expressionChecks } from './all-checks';

const foreign = readManifests(
  readFileSync(join(__dirname, 'foreign-rules.yaml'), 'utf8'),
  'foreign-rules.yaml',
);

const values = (prometheusSpec: object) => ({
  values: { prometheus: { prometheusSpec } },
  name: 'values.yml',
});

/** Prometheus rejects one of them: an experimental function, whose feature flag is not enabled. */
const WITHOUT_FLAG = [{ code: 'promql-syntax', path: 'spec.groups[4].rules[10].expr' }];

describe('rules in the manner of the common mixins', () => {
  it('are all read, but for what only new versions know', () => {
    const { expressions } = factsOf({ objects: foreign }).analysis!;
    expect(expressions.length).toBeGreaterThan(70);
    expect(expressions.filter(({ expr }) => expr === undefined).map(({ title }) => title)).toEqual([
      'alert SmoothedByNewFunction',
    ]);
  });

  it.each([
    ['without values', undefined],
    ['with external labels', values({ externalLabels: { cluster: 'prod', region: 'eu' } })],
    ['with a retention', values({ retention: '15d', scrapeInterval: '1m' })],
  ])('have no finding %s', (_how, given) => {
    const facts = factsOf({ objects: foreign, ...(given === undefined ? {} : { values: given }) });
    expect(findingsOf(runChecks(expressionChecks, facts))).toMatchObject(WITHOUT_FLAG);
  });

  it('have no finding beside services whose contracts are known', () => {
    const { objects, values, release, namespace } = ownStack('dev');
    const facts = factsOf({
      objects: [...objects, ...foreign],
      values: { values, name: 'values', release, namespace },
      contracts: (manifests) => catalogContracts(allServices, manifests),
    });
    expect(findingsOf(runChecks(expressionChecks, facts))).toMatchObject(WITHOUT_FLAG);
  });
});
