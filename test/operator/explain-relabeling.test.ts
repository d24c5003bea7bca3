import { explainRelabeling } from '../../src/operator/explain-relabeling';

test('lists what each step changed, up to the one that drops the target', () => {
  const steps = [
    { sourceLabels: ['service'], targetLabel: 'job' },
    { action: 'labeldrop', regex: 'endpoint' },
    { action: 'keep', sourceLabels: ['job'], regex: 'other' },
    { targetLabel: 'never', replacement: 'reached' },
  ];
  expect(explainRelabeling({ job: 'a', service: 'shop', endpoint: 'http' }, steps)).toEqual([
    { step: steps[0], kept: true, changes: { job: { from: 'a', to: 'shop' } } },
    { step: steps[1], kept: true, changes: { endpoint: { from: 'http' } } },
    { step: steps[2], kept: false, changes: {} },
  ]);
});

test('a new label has no previous value', () => {
  const [first] = explainRelabeling({}, [{ targetLabel: 'tier', replacement: 'front' }]);
  expect(first!.changes).toEqual({ tier: { to: 'front' } });
});
