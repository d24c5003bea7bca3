import { check } from '../../../../src/doctor/checks/rejected/template-syntax';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const rule = (fields: string) =>
  yaml('PrometheusRule', '', `spec: { groups: [{ name: a, rules: [{ expr: up, ${fields} }] }] }`);

test('a function that templates do not have', () => {
  const manifest = rule('alert: A, annotations: { summary: "{{ $value | humanise }}" }');
  expect(findingsFor(check, manifest)).toEqual([
    {
      code: 'template-syntax',
      check: 'template-syntax',
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      path: 'spec.groups[0].rules[0].annotations.summary',
      message: 'alert A: unknown template function humanise',
      found: '{{ $value | humanise }}',
      expected: 'humanize',
      fix: 'summary: "{{ $value | humanize }}"',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('an action that is not closed, in a label', () => {
  expect(findingsFor(check, rule('alert: A, labels: { team: "{{ $labels.team" }'))).toMatchObject([
    {
      path: 'spec.groups[0].rules[0].labels.team',
      message: 'alert A: an action is not closed with }}',
      found: '{{ $labels.team',
      fix: 'yq .spec test.yaml | promtool check rules /dev/stdin',
    },
  ]);
});

test.each([
  ['a template', rule('alert: A, annotations: { summary: "{{ $labels.pod }} is {{ $value | humanize }}" }')],
  ['a label of a recording rule, which is no template', rule('record: a, labels: { b: "{{ x" }')],
  ['what is filled in before it is applied', rule('alert: A, annotations: { summary: "{{ ${NAME} }}" }')],
  ['a number', rule('alert: A, annotations: { summary: 5 }')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});

test('a function of Helm, in a chart that was not rendered', () => {
  const manifest = rule(`alert: A, annotations: { summary: '{{ include "x.name" . }} is down' }`);
  expect(findingsFor(check, manifest)).toMatchObject([
    {
      message: 'alert A: the template calls include, which only Helm has, so the chart was not rendered',
      fix: 'render the chart first: helm template ... | npx signalproof doctor -',
    },
  ]);
});

test.each([
  ['{{ $lables.pod }} of {{ $lables.job }}', '$labels', '{{ $labels.pod }} of {{ $labels.job }}'],
  ['{{ $label.pod }}', '$labels', '{{ $labels.pod }}'],
  ['{{ $Value | humanize }}', '$value', '{{ $value | humanize }}'],
  ['{{ $externalLabel.cluster }}', '$externalLabels', '{{ $externalLabels.cluster }}'],
])('a misspelt variable: %s', (text, expected, fixed) => {
  expect(findingsFor(check, rule(`alert: A, annotations: { summary: '${text}' }`))).toMatchObject([
    { expected, fix: `summary: ${JSON.stringify(fixed)}` },
  ]);
});

test('any other variable has no fix but the command that shows the place', () => {
  expect(findingsFor(check, rule(`alert: A, annotations: { summary: '{{ $x }}' }`))).toMatchObject([
    {
      message: 'alert A: undefined variable $x',
      fix: 'yq .spec test.yaml | promtool check rules /dev/stdin',
    },
  ]);
});
