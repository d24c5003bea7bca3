import fc from '../support/fast-check';
import type { Labels } from '../../src/kubernetes/object';
import type { Relabeling } from '../../src/kubernetes/relabeling';

/** Labels that the steps below read and write. */
export const ARBITRARY_LABELS: Labels = {
  a: 'Shop-1',
  b: 'web',
  c: '',
  d: 'shop.example:80',
  exported_a: 'Shop-1',
};

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'exported_a');
const sourceLabels = fc.array(name, { maxLength: 3 });
const separator = fc.constantFrom(';', '', '-', '$1');
const regex = fc.constantFrom(
  '(.*)',
  '(.+)',
  '',
  'web',
  '([a-z]+)(.*)',
  '(?i)shop(.*)',
  '(?P<head>[^-.]*)[-.](.*)',
  '(Shop|web)(-|;)?.*',
  'exported_(.+)',
  '.*;web|web;.*',
  '(a)|(b)|(c)',
);
const replacement = fc.constantFrom(
  '$1',
  '${1}',
  '',
  'x',
  '$2-$1',
  '${head}',
  '$1x',
  '$$1',
  '$',
  '${1',
  'e$',
);
const newName = fc.constantFrom('a', 'b', 'e', 'x_$1', '${1}_x', 'y$2', '$1');
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/**
 * Valid steps over the labels above, without those that the scrape needs. No two labels are mapped to one name, because
 * Prometheus 2.42 and later versions differ in which one wins.
 */
export const arbitraryRelabeling: fc.Arbitrary<Relabeling> = fc
  .oneof(
    fc.record({
      sourceLabels,
      separator: some(separator),
      regex,
      targetLabel: newName,
      replacement: some(replacement),
    }),
    fc.record({ action: fc.constantFrom('keep', 'drop'), sourceLabels, separator: some(separator), regex }),
    fc.record({ action: fc.constantFrom('keepequal', 'dropequal'), sourceLabels, targetLabel: name }),
    fc.record({
      action: fc.constant('hashmod'),
      sourceLabels,
      modulus: fc.constantFrom(1, 2, 1000, 2 ** 40),
      targetLabel: name,
    }),
    fc.record({ action: fc.constantFrom('lowercase', 'uppercase'), sourceLabels, targetLabel: name }),
    fc.record({
      action: fc.constant('labelmap'),
      regex: fc.constantFrom('([ab])', 'exported_(.+)'),
      replacement: fc.constantFrom('m_$1', 'n_${1}_o'),
    }),
    fc.record({
      action: fc.constant('labeldrop'),
      regex: fc.constantFrom('a', 'exported_.*', '[bc]', 'm_.*'),
    }),
    fc.record({
      action: fc.constant('labelkeep'),
      regex: fc.constantFrom('__.*|[abde]|job', '__.*|exported_a|m_.*|instance'),
    }),
  )
  .map((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)));
