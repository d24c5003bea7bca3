import { check } from '../../../../src/doctor/checks/wrong-query/recorded-name-taken';
import { inForeign, inShop, recording, rules } from '../../expressions/shop';

it('asks for another name', () => {
  expect(inShop(check, rules(recording('sum(x)', 'shop_requests_total')))).toMatchObject([
    {
      code: 'recorded-name-taken',
      check: 'recorded-name-taken',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].record',
      message: 'a scraped metric has the same name',
      found: 'shop_requests_total',
      expected: 'a name with colons, e.g. level:metric:operations',
      fix: 'record: job:shop_requests_total:sum',
    },
  ]);
});

it('leaves other names alone', () => {
  expect(inShop(check, rules(recording('sum(x)', 'shop_requests'), recording('sum(x)', 'a:b')))).toEqual([]);
  expect(inForeign(check, recording('sum(x)', 'shop_requests_total'))).toEqual([]);
});
