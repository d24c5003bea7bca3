import { allServices } from '../../fixtures/stack/index';
import { environmentNames } from '../../fixtures/stack/index';
import { catalogContracts } from '../../../src/doctor/catalog-contracts';
import { factsOf } from '../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../src/doctor/run';
import { ownStack } from '../own-stack';
import { expressionChecks } from './all-checks';

describe.each(environmentNames)('expressions of what is synthesized for %s', (environment) => {
  const { objects, values, release, namespace } = ownStack(environment);
  const facts = factsOf({
    objects,
    values: { values, name: 'values', release, namespace },
    contracts: (manifests) => catalogContracts(allServices, manifests),
  });

  it('are read, and their metrics are known', () => {
    // A seam: the facts of manifests are all there is but the live ones.
    const { expressions, catalog, selectors } = facts.analysis!;
    expect(expressions.filter(({ of }) => 'rule' in of).length).toBeGreaterThan(30);
    expect(expressions.filter(({ of }) => 'panel' in of).length).toBeGreaterThan(10);
    expect(expressions.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(catalog.of('order_api_requests_total')?.origins.all).toHaveLength(1);
    const unknown = selectors
      .map(({ node: { name = '' } }) => name)
      .filter((name) => name.startsWith('order_api') && catalog.of(name) === undefined);
    expect(unknown).toEqual([]);
  });

  it('have no finding', () => {
    expect(findingsOf(runChecks(expressionChecks, facts))).toEqual([]);
  });
});
