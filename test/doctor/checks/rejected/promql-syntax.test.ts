import { check } from '../../../../src/doctor/checks/rejected/promql-syntax';
import { findingsFor } from '../../../support/doctor';
import { alert, inForeign, panel, recording, rules } from '../../expressions/shop';

it('points to what does not parse', () => {
  expect(inForeign(check, recording('sum(rate(x[5m])'))).toEqual([
    {
      code: 'promql-syntax',
      check: 'promql-syntax',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: syntax error (column 16)',
      found: 'sum(rate(x[5m])',
      expected: 'valid PromQL',
      fix: "yq .spec test.yaml | promtool check rules /dev/stdin\nfor this expression: promtool --experimental promql format 'sum(rate(x[5m])'",
      at: { file: 'test.yaml', line: 3 },
    },
  ]);
});

it('gives commands that a shell takes: for a quoted text, and for a panel alone', () => {
  const [finding] = findingsFor(check, panel("sum(x{a='b'}"));
  expect(finding?.fix).toBe(String.raw`promtool --experimental promql format 'sum(x{a='\''b'\''}'`);
});

it.each([
  ['an unknown function', 'rated(x[5m])', 'unknown function rated (column 1)'],
  ['a rate without a range', 'rate(x)', 'argument 1 of rate is a vector'],
  ['nothing', '  ', 'empty expression (column 1)'],
  [
    'a regex that RE2 does not have',
    'x{a=~"(?=b)"}',
    'invalid RE2 regular expression for label a: invalid or unsupported Perl syntax: `(?=`',
  ],
])('finds %s', (_what, expr, problem) => {
  expect(inForeign(check, alert(expr)).map((finding) => finding.message)).toEqual([`alert A: ${problem}`]);
});

it.each(['sum(x)', 'holt_winters(x[5m], 0.5, 0.5) > 1', 'mad_over_time(x[5m])', '{"a.b"}'])(
  'leaves alone what some Prometheus reads: %s',
  (expr) => {
    expect(inForeign(check, alert(expr))).toEqual([]);
  },
);

it('finds names in quotes for Prometheus 2, which has none, and not for Prometheus 3', () => {
  const versioned = (version: string) =>
    findingsFor(
      check,
      `${rules(alert('sum by ("service.name") (rate({"http.requests"}[5m])) > 1'))}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: k8s, namespace: default }
spec: { version: ${version} }
`,
    ).map(({ message, fix }) => [message, fix]);
  expect(versioned('v2.42.0')).toEqual([
    [
      'alert A: the name "service.name" is in quotes, which this Prometheus rejects',
      'update Prometheus to version 3 with UTF-8 names, or query the name as it is stored',
    ],
  ]);
  expect(versioned('v3.5.3')).toEqual([]);
});

it('reads panels with variables, and other languages not at all', () => {
  const found = (expr: string, datasource?: object) =>
    findingsFor(check, panel(expr, 'timeseries', datasource)).map(({ path: field, message: problem }) => [
      field,
      problem,
    ]);
  expect(found('sum(x')).toEqual([
    ['data["d.json"].panels[0].targets[0].expr', 'panel "P": syntax error (column 6)'],
  ]);
  expect(found('sum(rate(x{job="$job"}[$__rate_interval])) by ($by)')).toEqual([]);
  expect(found('{job="x"} |= "error"', { type: 'loki' })).toEqual([]);
  expect(found('{job="x"} |= "error"', {})).toEqual([]);
});

it("leaves alone Loki's rules", () => {
  expect(
    inForeign(
      check,
      alert('sum(rate({app="x"} |= "error" [5m])) > 1'),
      alert('count_over_time({a="b"} | json [1m]) > 1'),
    ),
  ).toEqual([]);
});
