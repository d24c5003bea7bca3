import { findingsFor } from '../../support/doctor';
import { expressionChecks } from './all-checks';
import { contracts, shop } from './shop';

const rule = (spec: string) =>
  `---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: r }\nspec: ${spec}\n`;

const BROKEN = [
  '',
  rule('1'),
  rule('{ groups: {} }'),
  rule('{ groups: [null, { rules: [null, { alert: A, expr: null }, { alert: 1, expr: up }] }] }'),
  rule('{ groups: [{ rules: [{ alert: A, expr: up > 0, labels: [], annotations: 7 }] }] }'),
  rule(
    '{ groups: [{ rules: [{ alert: A, expr: up > 0, labels: { a: "{{" }, annotations: { b: "}} {{ $labels. }}" } }] }] }',
  ),
  shop({ endpoint: 'relabelings: [{ action: replace, regex: "(" }], metricRelabelings: 1' }),
  shop({ endpoint: 'metricRelabelings: [{ action: labeldrop, regex: "(" }]' }) +
    rule('{ groups: [{ rules: [{ alert: A, expr: shop_requests_total > 1 }] }] }'),
];

it.each(expressionChecks)('$id says nothing about broken input that is not its own', (check) => {
  const found = BROKEN.flatMap((yaml) => findingsFor(check, yaml, { contracts }));
  expect(found.filter((finding) => finding.check !== 'counter-without-rate')).toEqual([]);
});
