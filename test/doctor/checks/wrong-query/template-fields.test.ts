import { check } from '../../../../src/doctor/checks/wrong-query/template-fields';
import { alert, inForeign } from '../../expressions/shop';

const summary = (text: string, expr = 'sum by (group) (puppet_env) > 1') =>
  alert(expr, `annotations: { summary: ${JSON.stringify(text)} }`);

it('reports a field that Prometheus does not pass', () => {
  expect(inForeign(check, summary('group {{ .group }} is inconsistent'))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.groups[0].rules[0].annotations.summary',
      message: 'alert A: the template reads .group, which fails when the alert fires',
      found: '.group',
      fix: 'summary: "group {{ $labels.group }} is inconsistent"',
    },
  ]);
});

it.each([
  ['{{ .labels.job }}', '.labels.job', 'summary: "{{ $labels.job }}"'],
  ['{{ $.value }}', '$.value', 'summary: "{{ $value }}"'],
  ['{{ if .pod }}x{{ end }}', '.pod', 'write $labels.<label> or $value instead of .pod'],
  [
    '{{ with .Labels.job }}{{ . }}{{ end }}{{ .Valeu }}',
    '.Valeu',
    'write $labels.<label> or $value instead of .Valeu',
  ],
  ['{{ with $.nope }}{{ .x }}{{ end }}', '$.nope', 'write $labels.<label> or $value instead of $.nope'],
])('in %s it is %s', (text, found, fix) => {
  expect(inForeign(check, summary(text))).toMatchObject([{ found, fix }]);
});

it('knows the fields of Helm', () => {
  expect(inForeign(check, summary('in {{ .Values.cluster }} of {{ .Release.Name }}'))).toMatchObject([
    {
      message:
        'alert A: the template reads .Values.cluster, which only Helm has, so the chart was not rendered',
      fix: 'render the chart first: helm template ... | npx signalproof doctor -',
    },
    { found: '.Release.Name' },
  ]);
});

it.each([
  '{{ .Labels.job }} {{ .Value }} {{ .ExternalLabels.cluster }} {{ .ExternalURL }} {{ $labels.x }}',
  '{{ range query "up" }}{{ .Labels.job }}{{ .Anything }}{{ end }}',
  '{{ with $labels }}{{ .job }}{{ end }}',
  '{{ define "x" }}{{ .Any }}{{ end }}',
  '{{/* {{ .nope }} */}}{{ $labels.job }}',
  'no template',
  '{{ .broken',
])('finds nothing in %s', (text) => {
  expect(inForeign(check, summary(text))).toEqual([]);
});
