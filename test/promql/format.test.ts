import { parse } from '../../src/promql/parse';
import { format } from '../../src/promql/print';

test.each([
  ['what fits on a line stays on it', 'sum by (endpoint) (rate(requests_total[5m])) / 2', undefined],
  [
    'operators stand on lines of their own',
    'sum by (namespace, job) (rate(requests_total{status=~"5.."}[5m])) / on (namespace, job) sum by (namespace, job) (rate(requests_total[5m]))',
    `
sum by (namespace, job) (rate(requests_total{status=~"5.."}[5m]))
/ on (namespace, job)
sum by (namespace, job) (rate(requests_total[5m]))`,
  ],
  [
    'arguments stand on lines of their own, indented',
    'histogram_quantile(0.95, sum by (namespace, job, endpoint, le) (rate(request_duration_seconds_bucket{job="order-api"}[5m])))',
    `
histogram_quantile(
  0.95,
  sum by (namespace, job, endpoint, le) (rate(request_duration_seconds_bucket{job="order-api"}[5m]))
)`,
  ],
  [
    'a number stays beside its operator, and parentheses break behind and before their contents',
    '100 * (sum by (endpoint) (rate(requests_total{status=~"5.."}[5m])) or 0 * sum by (endpoint) (rate(requests_total[5m])))',
    `
100 * (
  sum by (endpoint) (rate(requests_total{status=~"5.."}[5m]))
  or
  0 * sum by (endpoint) (rate(requests_total[5m]))
)`,
  ],
  [
    'a number that applies to several lines has a line with its operator',
    'sum by (endpoint) (rate(requests_total{status=~"5.."}[5m])) / sum by (endpoint) (rate(requests_total[5m])) > 0.25',
    `
sum by (endpoint) (rate(requests_total{status=~"5.."}[5m]))
/
sum by (endpoint) (rate(requests_total[5m]))
> 0.25`,
  ],
  [
    'what is negated is indented in its parentheses',
    '-(sum by (endpoint) (rate(requests_total{status=~"5.."}[5m])) + sum by (endpoint) (rate(requests_total[5m])))',
    `
-(
  sum by (endpoint) (rate(requests_total{status=~"5.."}[5m]))
  +
  sum by (endpoint) (rate(requests_total[5m]))
)`,
  ],
  [
    'a subquery keeps its brackets behind the closing parenthesis',
    'max_over_time((sum by (endpoint) (rate(requests_total{status=~"5.."}[5m])) / sum by (endpoint) (rate(requests_total[5m])))[1d:1m] offset 1h)',
    `
max_over_time(
  (
    sum by (endpoint) (rate(requests_total{status=~"5.."}[5m]))
    /
    sum by (endpoint) (rate(requests_total[5m]))
  )[1d:1m] offset 1h
)`,
  ],
  [
    'a literal is never broken, whatever is in it',
    'label_replace(label_replace(up{job="a_job_with_a_long_name"}, "a", "a text\\nof lines\\u2028and more of them than fit on a line", "", ""), "b", "x", "", "")',
    `
label_replace(
  label_replace(
    up{job="a_job_with_a_long_name"},
    "a",
    "a text\\nof lines\\u2028and more of them than fit on a line",
    "",
    ""
  ),
  "b",
  "x",
  "",
  ""
)`,
  ],
])('%s', (_title, text, formatted = text) => {
  const expr = parse(text);
  expect(format(expr)).toBe(formatted.trimStart());
  expect(parse(format(expr))).toEqual(expr);
});
