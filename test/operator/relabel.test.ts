import fc from '../support/fast-check';
import type { Labels } from '../../src/kubernetes/object';
import type { Relabeling } from '../../src/kubernetes/relabeling';
import { LabelBuilder } from '../../src/operator/label-builder';
import { Regexes } from '../../src/operator/anchored-regex';
import { relabel } from '../../src/operator/relabel';
import { relabelProblems } from '../../src/operator/relabel-problems';
import { ARBITRARY_LABELS, arbitraryRelabeling } from './arbitrary-relabeling';

const after = (labels: Labels, steps: readonly Relabeling[], major: 2 | 3 = 3): Labels | 'dropped' => {
  const builder = new LabelBuilder(labels);
  return relabel(builder, steps, new Regexes(major)) ? builder.labels() : 'dropped';
};

// test/e2e/target-labels.test.ts compares every action with a real Prometheus 2. These are the cases beyond it.

test('Prometheus 3 allows any text as a label name', () => {
  const steps = [{ sourceLabels: ['pod'], targetLabel: 'of $1', replacement: 'yes' }];
  expect(after({ pod: 'a-1' }, steps)).toEqual({ pod: 'a-1', 'of a-1': 'yes' });
  expect(after({ pod: 'a-1' }, steps, 2)).toEqual({ pod: 'a-1' });
});

test('of two labels mapped to one name, the later one wins: first those discovered by name, then those set', () => {
  const map = { action: 'labelmap', regex: 'x_.*', replacement: 'x' };
  expect(after({ x_b: '2', x_a: '1' }, [map])).toMatchObject({ x: '2' });
  expect(after({ x_b: '2', x_a: '1' }, [{ targetLabel: 'x_a', replacement: '3' }, map])).toMatchObject({
    x: '3',
  });
});

test('setting an empty value deletes the label', () => {
  expect(after({ a: '', b: '1' }, [{ action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b' }])).toEqual(
    {},
  );
});

test('a step without action, regex and separator has the defaults', () => {
  expect(
    after({ a: '1', b: '2' }, [{ action: '', regex: '', sourceLabels: ['a', 'b'], targetLabel: 'c' }]),
  ).toEqual({
    a: '1',
    b: '2',
    c: '1;2',
  });
});

test('hashmod uses the last eight bytes of the MD5 sum', () => {
  const step = { action: 'hashmod', sourceLabels: ['a'], targetLabel: 'h', modulus: 1000 };
  // printf web | md5sum ends in c2c984033e06189d
  expect(after({ a: 'web' }, [step])).toMatchObject({ h: String(0xc2c984033e06189dn % 1000n) });
});

test('characters keep their number when their case changes', () => {
  const step = { action: 'uppercase', sourceLabels: ['a'], targetLabel: 'a' };
  expect(after({ a: 'straße' }, [step])).toEqual({ a: 'STRAßE' });
});

test('an unknown action is an error', () => {
  expect(() => after({}, [{ action: 'rename' }])).toThrow('unknown relabel action "rename"');
});

test('steps without problems never fail, and leave no empty label', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryRelabeling, { maxLength: 8 }),
      fc.constantFrom(2 as const, 3 as const),
      (steps, major) => {
        expect(steps.flatMap((step) => relabelProblems(step, new Regexes(major)))).toEqual([]);
        const labels = after(ARBITRARY_LABELS, steps, major);
        expect(Object.values(labels)).not.toContain('');
      },
    ),
  );
});
