import { check } from '../../../../src/doctor/checks/wrong-query/template-types';
import { alert, inForeign } from '../../expressions/shop';

const annotated = (text: string) =>
  inForeign(check, alert('up == 0', `annotations: { text: ${JSON.stringify(text)} }`));

it('writes a float beside the value', () => {
  const text = '{{ if gt $value 90 }}critical{{ else }}warning{{ end }}';
  expect(inForeign(check, alert('up == 0', `labels: { severity: '${text}' }`))).toMatchObject([
    {
      code: 'template-types',
      severity: 'error',
      path: 'spec.groups[0].rules[0].labels.severity',
      message: 'alert A: the template compares a float with an integer, which fails when the alert fires',
      found: 'gt $value 90',
      fix: 'severity: "{{ if gt $value 90.0 }}critical{{ else }}warning{{ end }}"',
    },
  ]);
});

it.each([
  [
    '{{ if and $labels.pod (lt 5 $value) }}a{{ end }}',
    'text: "{{ if and $labels.pod (lt 5.0 $value) }}a{{ end }}"',
  ],
  ['{{/* eq 1 "a" */}}{{- if eq $labels.code 500 -}}a{{ end }}', expect.stringContaining('in quotes')],
  ['{{ ge $value "5" }}', expect.stringContaining('decimal point')],
])('finds %s', (text, fix) => {
  expect(annotated(text).map((finding) => finding.fix)).toEqual([fix]);
});

it.each([
  '{{ if gt $value 90.0 }}a{{ end }}',
  '{{ if eq $labels.code "500" }}a{{ end }}',
  '{{ if eq 1 1 }}a{{ end }}',
  '{{ if gt (len $labels) 1 }}a{{ end }}',
  '{{ if eq $labels "a" }}a{{ end }}',
  '{{ $x := 5 }}{{ if gt $x 90 }}a{{ end }}',
  '{{ if gt $value 90 }}not closed',
  'gt $value 90',
])('leaves alone %s', (text) => {
  expect(annotated(text)).toEqual([]);
});

it.each([
  ['{{ printf "%d" $value }}', 'text: "{{ printf \\"%.0f\\" $value }}"'],
  ['{{ $value | printf "%s req/s" }}', 'text: "{{ $value | printf \\"%g req/s\\" }}"'],
  ['{{ printf "%.2f%%" $labels.pod }}', 'text: "{{ printf \\"%s%%\\" $labels.pod }}"'],
  ['{{ $labels.pod | printf "%d" }}', 'text: "{{ $labels.pod | printf \\"%s\\" }}"'],
])('warns of a verb for another type: %s', (text, fix) => {
  expect(annotated(text)).toMatchObject([{ severity: 'warning', fix }]);
});

it('says what is printed', () => {
  expect(annotated('{{ printf "%d" $value }}')).toMatchObject([
    { message: 'alert A: %d cannot print $value, which is a float, so the text contains %!' },
  ]);
});

it.each([
  '{{ printf "%.2f" $value }}',
  '{{ $value | printf "%g" }}',
  '{{ printf "%v" $value }}',
  '{{ printf "%s" $labels.pod }}',
  '{{ printf "%q" $labels.pod }}',
  '{{ printf "%s" ($value | humanize) }}',
  '{{ $value | humanize | printf "%s" }}',
  '{{ printf "%s has %.0f" $labels.pod $value }}',
  '{{ printf "up{pod=%q}" $labels.pod | query }}',
  '{{ printf "100%%" }}',
])('prints %s', (text) => {
  expect(annotated(text)).toEqual([]);
});
