import { check } from '../../../../src/doctor/checks/wrong-query/value-in-labels';
import { alert, inForeign } from '../../expressions/shop';

const label = (text: string) =>
  inForeign(check, alert('x > 1', `labels: { current: ${JSON.stringify(text)} }`));

it('moves the value into an annotation', () => {
  expect(label('{{ $value }}')).toMatchObject([
    {
      code: 'value-in-labels',
      check: 'value-in-labels',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].labels.current',
      message: 'a label of alert A contains the value, which changes',
      found: '{{ $value }}',
      expected: 'a label value that stays the same while the alert fires',
      fix: 'move current into annotations',
    },
  ]);
});

it.each(['{{ .Value }}', 'over {{- $value | humanize -}} %', '{{ printf "%.0f" $value }}'])(
  'finds %s',
  (text) => {
    expect(label(text)).toHaveLength(1);
  },
);

it.each([
  '{{ if gt $value 90.0 }}critical{{ else if gt $value 50.0 }}warning{{ else }}info{{ end }}',
  '{{ $labels.value }}',
  '$value',
  '{{ with query "up" }}{{ . | first | value }}{{ .Value }}{{ end }}',
  '{{/* $value */}}x',
])('leaves %s alone', (text) => {
  expect(label(text)).toEqual([]);
});

it('leaves annotations alone', () => {
  expect(inForeign(check, alert('x > 1', 'annotations: { a: "{{ $value }}" }'))).toEqual([]);
});
