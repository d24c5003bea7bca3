import { check } from '../../../../src/doctor/checks/wrong-query/template-label';
import { findingsFor } from '../../../support/doctor';
import { alert, inForeign, recording, rules } from '../../expressions/shop';

const text = (expr: string, annotation: string) =>
  inForeign(
    check,
    alert(expr, `labels: { team: web }, annotations: { description: ${JSON.stringify(annotation)} }`),
  );

it('tells which labels the alert has', () => {
  expect(text('sum by (job) (x) > 1', 'pod {{ $labels.pod }}')).toMatchObject([
    {
      code: 'template-label',
      check: 'template-label',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].annotations.description',
      message: 'the series of alert A do not have the label pod: sum by (job) keeps job',
      found: '{{ $labels.pod }}',
      expected: 'one of job',
      fix: 'keep pod in the expression, or remove {{ $labels.pod }}',
    },
  ]);
});

it('is an error in a label, which routing reads', () => {
  const found = inForeign(check, alert('sum(x) > 1', 'labels: { team: "{{ $labels.team }}" }'));
  expect(found.map(({ severity, path: field }) => [severity, field])).toEqual([
    ['error', 'spec.groups[0].rules[0].labels.team'],
  ]);
});

it.each([
  ['a label of the alert itself', 'sum(x) > 1', '{{ $labels.team }}', 'write web'],
  ['the dot', 'sum(x) > 1', '{{ .Labels.pod }}', 'keep pod in the expression, or remove {{ $labels.pod }}'],
  [
    'an index',
    'absent(up{job="a"})',
    '{{ index $labels "pod" }}',
    'keep pod in the expression, or remove {{ $labels.pod }}',
  ],
])('finds %s', (_what, expr, annotation, fix) => {
  expect(text(expr, annotation).map((finding) => finding.fix)).toEqual([fix]);
});

it('sends to the external labels', () => {
  const found = findingsFor(
    check,
    rules(alert('sum(x) > 1', 'annotations: { a: "{{ $labels.cluster }}" }')),
    {
      values: {
        values: { prometheus: { prometheusSpec: { externalLabels: { cluster: 'prod' } } } },
        name: 'values.yml',
      },
    },
  );
  expect(found.map(({ fix }) => fix)).toEqual(['write {{ $externalLabels.cluster }}']);
});

it.each([
  ['labels that may be there', 'x > 1', '{{ $labels.pod }}'],
  ['labels that are there', 'sum by (pod) (x) > 1', '{{ $labels.pod }} {{ $value }}'],
  ['labels that are asked for first', 'sum(x) > 1', '{{ with $labels.pod }}{{ $labels.pod }}{{ end }}'],
  ['labels of another query', 'sum(x) > 1', '{{ range query "up" }}{{ .Labels.pod }}{{ end }}'],
  ['labels of both halves of a union', 'sum by (pod) (x) > 1 or max by (pod) (y) > 1', '{{ $labels.pod }}'],
  ['labels that absent gives', 'absent(up{job="a"})', '{{ $labels.job }}'],
  ['text without template', 'sum(x) > 1', '$labels.pod'],
])('leaves alone %s', (_what, expr, annotation) => {
  expect(text(expr, annotation)).toEqual([]);
});

it('tells which half of a union does not have a label', () => {
  expect(
    inForeign(check, alert('x == 0 or absent(x{job="a"})', 'annotations: { a: "{{ $labels.pod }}" }')),
  ).toMatchObject([
    {
      severity: 'info',
      message:
        'alert A has no label pod when absent(x{job="a"}) fires: absent returns only the labels that x{job="a"} matches with =',
      expected: 'one of job',
    },
  ]);
});

it('leaves alone recording rules', () => {
  expect(inForeign(check, recording('sum(x)'))).toEqual([]);
});

it.each([
  ['absent(up{job="a"} == 1)', 'write up{job="a"} != 1 or absent(up{job="a"})'],
  ['absent(x > 2)', 'write x <= 2 or absent(x)'],
  ['absent(x)', 'keep pod in the expression, or remove {{ $labels.pod }}'],
  ['absent(sum(x) > 2)', 'keep pod in the expression, or remove {{ $labels.pod }}'],
])('has a fix for %s', (expr, fix) => {
  const [finding] = inForeign(check, alert(expr, 'annotations: { a: "{{ $labels.pod }}" }'));
  expect(finding!.fix).toBe(fix);
});
