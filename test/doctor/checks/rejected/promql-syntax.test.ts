import { check } from '../../../../src/doctor/checks/rejected/promql-syntax';
import { findingsFor } from '../../../support/doctor';
import { alert, inForeign, panel, recording, rules } from '../../expressions/shop';
import { yaml } from '../yaml';

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
  ['min_over_time(sum by (pod) (x)[1h]) > 0', 'min_over_time(sum by (pod) (x)[1h:]) > 0'],
  ['avg_over_time(x{a="b"}[20m]) by(cluster) > 0.3', 'avg_over_time(x{a="b"}[20m]) > 0.3'],
  ['sum(rate(x[5m]) by (job)) > 1', 'sum(rate(x[5m])) by (job) > 1'],
  ['max(rate(x[5m]) by (pod) > 1) by (job)', 'max(rate(x[5m]) > 1) by (job)'],
  ['x => 5', 'x >= 5'],
  ['x > 1 && y > 2', 'x > 1 and y > 2'],
  ['x{a=“b”}', 'x{a="b"}'],
  ['sum(x) = 1', 'sum(x) == 1'],
  ['x{a="b"}) > 0', 'x{a="b"} > 0'],
  ['rate(x{a="b"[5m]}) > 1', 'rate(x{a="b"}[5m]) > 1'],
])('repairs %s', (expr, fix) => {
  expect(inForeign(check, alert(expr)).map((finding) => finding.fix)).toEqual([`write ${fix}`]);
});

it.each(['sum(rate(x[5m])', 'rate(x) by (job)', 'sum(x)) > 1', 'x => 5 # high', 'x => 5 && y'])(
  'knows no repair of %s',
  (expr) => {
    expect(inForeign(check, alert(expr)).map((finding) => finding.fix)).toEqual([
      expect.stringMatching(/^yq /) as string,
    ]);
  },
);

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

const HOLT_WINTERS = 'holt_winters(x[5m], 0.5, 0.5) > 1';
const ON_3 = 'alert A: Prometheus 3 has no function holt_winters';
const FLAG =
  'alert A: Prometheus rejects the experimental function limitk without the feature flag promql-experimental-functions';

it.each([
  ['version: v3.14.0', HOLT_WINTERS, [`error: ${ON_3}`]],
  ['version: v2.55.0', HOLT_WINTERS, []],
  ['version: v3.14.0', 'limitk(5, x) == 0', [`error: ${FLAG}`]],
  ['version: v3.14.0, enableFeatures: [promql-experimental-functions]', 'limitk(5, x) == 0', []],
  [
    'version: v2.42.0',
    'limitk(5, x) == 0',
    ['error: alert A: Prometheus 2 may not have the experimental function limitk'],
  ],
])('finds functions that a Prometheus with %s does not have: %s', (spec, expr, expected) => {
  const prometheus = yaml('Prometheus', 'name: k8s', `spec: { ${spec} }`);
  expect(
    findingsFor(check, rules(alert(expr)) + prometheus).map(
      ({ severity, message }) => `${severity}: ${message}`,
    ),
  ).toEqual(expected);
});

it('warns of them where no Prometheus was read', () => {
  expect(
    inForeign(check, alert(HOLT_WINTERS), alert('limitk(5, x) == 0')).map(
      ({ severity, message }) => `${severity}: ${message}`,
    ),
  ).toEqual([`warning: ${ON_3}`, `warning: ${FLAG}`]);
});

it.each(['sum(x)', 'x[5m * 2] > 1', '{"a.b"}'])('leaves alone what some Prometheus reads: %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});

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

it('says of a template that it was not rendered', () => {
  expect(
    inForeign(check, recording('up{service="{{ template "x.fullname" . }}"}')).map(({ message, fix }) => [
      message,
      fix,
    ]),
  ).toEqual([
    [
      'recording rule a:b:c: the expression contains {{ template "x.fullname" . }}, so it is a template that was not rendered',
      'render it first: helm template ... | npx signalproof doctor -',
    ],
  ]);
});
