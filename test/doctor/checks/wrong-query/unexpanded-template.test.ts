import { check } from '../../../../src/doctor/checks/wrong-query/unexpanded-template';
import { alert, inForeign } from '../../expressions/shop';

const annotated = (text: string) =>
  inForeign(check, alert('up == 0', `annotations: { text: ${JSON.stringify(text)} }`));

it('finds a template in the name of an alert', () => {
  expect(inForeign(check, "alert: '{{ $labels.job }} has no new batches', expr: up == 0")).toMatchObject([
    {
      code: 'unexpanded-template',
      severity: 'warning',
      path: 'spec.groups[0].rules[0].alert',
      message: 'templates in the name of an alert are not expanded, so every notification shows the braces',
      fix: 'alert: HasNoNewBatches',
    },
  ]);
  expect(inForeign(check, "alert: '{{ $value }}', expr: up == 0")).toMatchObject([
    { fix: 'alert: AlertName' },
  ]);
});

it.each([
  ['$labels.pod is down', 'text: "{{ $labels.pod }} is down"'],
  [
    '${labels.pod} has ${ value } of {{ $labels.job }}',
    'text: "{{ $labels.pod }} has {{ $value }} of {{ $labels.job }}"',
  ],
  ['{ $labels.pod } is at { $value }', 'text: "{{ $labels.pod }} is at {{ $value }}"'],
])('warns of %s', (text, fix) => {
  expect(annotated(text)).toMatchObject([
    {
      severity: 'warning',
      message: 'alert A: a variable outside of {{ }} is printed as it is written',
      fix,
    },
  ]);
});

it.each([
  '{{ $labels.pod }} is down',
  '{{ if $value }}a{{ end }} costs $5',
  'run kubectl logs $POD, where $value is yours',
  'see ${runbook}',
  '{{ $labels.pod',
])('leaves alone %s', (text) => {
  expect(annotated(text)).toEqual([]);
});
