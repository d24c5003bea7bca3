import { check } from '../../../../src/doctor/checks/wrong-query/template-escapes';
import { alert, inForeign } from '../../expressions/shop';

const summary = (text: string) => alert('up == 0', `annotations: { summary: ${JSON.stringify(text)} }`);

it('reports an escape that Helm should have removed', () => {
  expect(inForeign(check, summary('{{"{{"}} $labels.instance {{"}}"}} is down'))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.groups[0].rules[0].annotations.summary',
      message: 'alert A: the template is escaped for Helm, so it prints its braces',
      found: '{{"{{"}}',
      fix: 'summary: "{{ $labels.instance }} is down"',
    },
  ]);
});

it.each([
  ['{{`{{ $labels.instance }}`}} is down', 'summary: "{{ $labels.instance }} is down"'],
  ['{{ "{{" }} $value {{ "}}" }} and {{ $labels.job }}', 'summary: "{{ $value }} and {{ $labels.job }}"'],
  ['{{- `{{ $value }}` }}', 'summary: "{{ $value }}"'],
])('takes the escape from %s', (text, fix) => {
  expect(inForeign(check, summary(text))).toMatchObject([{ fix }]);
});

it.each([
  '{{ $labels.instance }}',
  '{{ "a text" }}',
  '{{ printf "%s{{" $labels.job }}',
  '{{ "{{" | len }}',
  '}} {{',
])('finds nothing in %s', (text) => {
  expect(inForeign(check, summary(text))).toEqual([]);
});
