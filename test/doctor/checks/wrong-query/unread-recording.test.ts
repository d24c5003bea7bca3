import { check } from '../../../../src/doctor/checks/wrong-query/unread-recording';
import { alert, inForeign, inShop, panel, recording, rules } from '../../expressions/shop';

it('mentions what nobody reads', () => {
  expect(inShop(check, rules(recording('sum(shop_queue_length)', 'shop:queue:sum')))).toMatchObject([
    {
      code: 'unread-recording',
      check: 'unread-recording',
      severity: 'info',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].record',
      message: 'no rule and no dashboard reads the recorded series',
      found: 'shop:queue:sum',
      expected: 'a series that a rule or dashboard reads',
      fix: 'remove the rule, or use shop:queue:sum',
    },
  ]);
});

it.each([
  ['an alert reads', rules(recording('sum(x)', 'shop:queue:sum'), alert('shop:queue:sum > 1'))],
  ['a panel reads', rules(recording('sum(x)', 'shop:queue:sum')) + panel('shop:queue:sum{job="$job"}')],
  ['what syntax error names', rules(recording('sum(x)', 'shop:queue:sum'), alert('max(shop:queue:sum'))],
  ['is documented for people', rules(recording('sum(x)', 'shop:requests:rate5m'))],
  ['is not ours', rules(recording('sum(x)', 'other:queue:sum'))],
])('leaves alone what %s', (_who, yaml) => {
  expect(inShop(check, yaml)).toEqual([]);
});

it('leaves alone what dashboards elsewhere may read', () => {
  expect(inForeign(check, recording('sum(x)', 'shop:queue:sum'))).toEqual([]);
});
