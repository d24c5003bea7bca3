import { check } from '../../../../src/doctor/checks/wrong-query/template-query';
import { alert, inForeign } from '../../expressions/shop';

const summary = (text: string) => alert('up == 0', `annotations: { summary: ${JSON.stringify(text)} }`);

it('reports PromQL that fails when the template runs', () => {
  expect(
    inForeign(check, summary('{{ with query "sum(up" }}{{ . | first | value }}{{ end }}')),
  ).toMatchObject([
    {
      severity: 'error',
      path: 'spec.groups[0].rules[0].annotations.summary',
      message: expect.stringMatching(/^alert A: the query of the template fails: /) as string,
      found: 'sum(up',
      fix: "promtool --experimental promql format 'sum(up'",
    },
  ]);
});

it.each([
  '{{ range query `up{job=x}` }}{{ end }}',
  '{{ "rate(up)" | query | first | value }}',
  '{{ range "rate(up)" | query }}{{ end }}',
  '{{ $x := query "up ==" }}',
  '{{ (query "up[") | first }}',
])('finds the query of %s', (text) => {
  expect(inForeign(check, summary(text))).toHaveLength(1);
});

it.each([
  '{{ range query "up{job=\'x\'}" }}{{ end }}',
  '{{ "up" | query | first | value }}',
  '{{ printf "up{job=%q" $labels.job | query | first | value }}',
  '{{ range query (printf "up{%s" "}") }}{{ end }}',
  '{{ query $labels.q }}',
  '{{ "sum(" }}',
  '{{ query "limitk(2, up)" }}',
])('finds nothing in %s', (text) => {
  expect(inForeign(check, summary(text))).toEqual([]);
});
