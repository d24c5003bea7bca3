import { check } from '../../../../src/doctor/checks/wrong-query/absent-of-nothing';
import { findingsFor } from '../../../support/doctor';
import { alert, inForeign, inShop, recording, rules, shop } from '../../expressions/shop';

it('finds an alert that always fires', () => {
  expect(inShop(check, rules(alert('absent(shop_queue_length{job="shop-api"})')))).toMatchObject([
    {
      code: 'absent-of-nothing',
      check: 'absent-of-nothing',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert A: the series can never exist, so absent() always fires',
      found: 'shop_queue_length{job="shop-api"}',
      expected: 'a series that exists in normal operation',
      fix: 'correct the selector as described in its own finding',
    },
  ]);
});

it('looks into ranges', () => {
  expect(inShop(check, rules(alert('absent_over_time(shop_queue[5m]) == 1')))).toHaveLength(1);
});

it('watches several values one by one', () => {
  expect(inForeign(check, alert('absent(up{job=~"a|b", x="y"})'))).toMatchObject([
    {
      severity: 'warning',
      message: 'alert A: absent() fires only when all of a, b are missing, and not when one of them is',
      fix: 'write absent(up{job="a", x="y"}) or absent(up{job="b", x="y"})',
    },
  ]);
  expect(inForeign(check, alert('absent_over_time(up{job=~"a|b"}[5m])'))).toHaveLength(1);
  expect(inForeign(check, alert('absent(up{job=~"a.*"})'), alert('absent(up{job=~"a"})'))).toEqual([]);
});

it('leaves alone what may exist, and recordings', () => {
  expect(
    inShop(
      check,
      rules(
        alert('absent(shop_queue_length{job="shop", a!="b"})'),
        alert('absent(sum(shop_queue))'),
        alert('rate(shop_queue[5m]) > 0'),
        recording('absent(shop_queue)'),
      ),
    ),
  ).toEqual([]);
  expect(inForeign(check, alert('absent(up{job="nothing"})'))).toEqual([]);
});

it('warns where a target that was not read may have the series', () => {
  const misspelt = shop() + rules(alert('absent(up{job="shopp"})'));
  expect(findingsFor(check, misspelt)).toMatchObject([
    {
      severity: 'warning',
      message: 'alert A: no target that was read has the series, so absent() always fires',
    },
  ]);
});
