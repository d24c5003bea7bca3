import { check } from '../../../../src/doctor/checks/rejected/quoted-matching';
import { findingsFor } from '../../../support/doctor';
import { panel, recording, rules } from '../../expressions/shop';
import { yaml } from '../yaml';

const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: { ${spec} }`);
const V3_5 = prometheus('version: v3.5.3');

/** Expressions that match by the label a.b, and some that only have it: test/promql/quoted-names has what Prometheus does. */
const MATCHING = [
  'x / on ("a.b") y',
  'x and ignoring ("a.b") y',
  'x * on (c) group_left ("a.b") y',
  'y * on (c) group_right ("a.b") x',
  'sum by (c) (x / on ("a.b") y)',
];
const OTHERS = ['x{"a.b"="1"}', 'sum by ("a.b") (x)', 'sum without ("a.b") (x)', 'x / on (c) y', 'x + 1'];

it.each(MATCHING)('finds %s', (expr) => {
  expect(findingsFor(check, rules(recording(expr)) + V3_5)).toMatchObject([
    {
      code: 'quoted-matching',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: vectors are matched by the label "a.b", which this Prometheus cannot read when it evaluates the rule',
      found: expr,
    },
  ]);
});

it.each(OTHERS)('accepts %s', (expr) => {
  expect(findingsFor(check, rules(recording(expr)) + V3_5)).toEqual([]);
});

it.each([
  ['a fixed version', prometheus('version: v3.10.0')],
  ['a newer major version', prometheus('version: v4.0.0')],
  ['an unknown version', prometheus('')],
  ['version 2, which takes no quotes', prometheus('version: v2.55.0')],
  ['legacy names', prometheus('version: v3.5.3, nameValidationScheme: Legacy')],
])('accepts all with %s', (_, text) => {
  expect(findingsFor(check, rules(recording(MATCHING[0]!)) + text)).toEqual([]);
});

it('accepts panels, whose text is parsed once', () => {
  expect(findingsFor(check, panel(MATCHING[0]!) + V3_5)).toEqual([]);
});
