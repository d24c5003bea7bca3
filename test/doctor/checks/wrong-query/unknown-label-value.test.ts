import { check } from '../../../../src/doctor/checks/wrong-query/unknown-label-value';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the values that the label has', () => {
  expect(inShop(check, rules(recording('shop_requests_total{route="/carts"}')))).toMatchObject([
    {
      code: 'unknown-label-value',
      check: 'unknown-label-value',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: no series has route="/carts"',
      found: '/carts',
      expected: 'one of /, /cart',
      fix: 'write route="/cart"',
    },
  ]);
});

it.each([
  ['a value of another form', 'shop_requests_total{status="5xx"}', 'status="5xx"'],
  ['a list without any value', 'shop_requests_total{status=~"5xx|4xx"}', 'status=~"5xx|4xx"'],
  ['a regex without any value', 'shop_requests_total{route=~"/api.*"}', 'route=~"/api.*"'],
  ['a regex that excludes all', 'shop_requests_total{route!~"/.*"}', 'route!~"/.*"'],
])('finds %s', (_what, expr, matcher) => {
  expect(problemsIn(check, expr)).toEqual([`no series has ${matcher}`]);
});

it('tells the form where there is one', () => {
  const [finding] = inShop(check, rules(recording('shop_requests_total{status="5xx"}')));
  expect(finding).toMatchObject({
    expected: 'a value that matches \\d{3}',
    fix: 'write status="<value>" with a value that matches \\d{3}',
  });
});

it('leaves alone what the label can have, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'shop_requests_total{status=~"5..", route!="/"}',
      'shop_requests_total{status="500"}',
      'shop_requests_total{route=~"/cart|/none"}',
      'shop_requests_total{status=""}',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('shop_requests_total{route="/carts"}'))).toEqual([]);
});
