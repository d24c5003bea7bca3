import type { ShownService } from '../../src/runbooks/first-query';
import { sloQueries } from '../../src/runbooks/slo';
import { SLO_SYMPTOMS } from '../../src/slo/alerts';
import { sloKinds } from '../../src/slo/slo';

test('queries of a kind need an objective of that kind, and the error names its function', () => {
  const service = { name: 'shop', slos: [] } as unknown as ShownService;
  const ofKinds = sloQueries[SLO_SYMPTOMS.burn]!.slice(1, -1);
  const errors = ofKinds.map(({ query }) => {
    try {
      query(service);
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(errors).toEqual(
    Object.values(sloKinds).map(({ definedBy }) => `shop needs a ${definedBy} for the runbook pages`),
  );
});
