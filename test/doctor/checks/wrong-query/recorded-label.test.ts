import { check } from '../../../../src/doctor/checks/wrong-query/recorded-label';
import { inForeign, inShop, recording, rules } from '../../expressions/shop';

const byRoute = recording('sum by (job, route) (rate(shop_requests_total[5m]))', 'shop:requests:rate5m');
const read = (expr: string) => inShop(check, rules(byRoute, recording(expr, 'a:b:d')));

it('tells which aggregation dropped the label', () => {
  expect(read('shop:requests:rate5m{status="500"}')).toMatchObject([
    {
      code: 'recorded-label',
      check: 'recorded-label',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[1].expr',
      message:
        'recording rule a:b:d: status="500" selects nothing: in the rule of shop:requests:rate5m, sum by (job, route) keeps job, route',
      found: 'status',
      expected: 'one of job, route',
      fix: 'keep status where the series is recorded, or remove status="500"',
    },
  ]);
});

it('finds values that no rule records', () => {
  expect(
    read('shop:requests:rate5m{route="/basket"}').map(({ message: problem, fix }) => [problem, fix]),
  ).toEqual([
    [
      'recording rule a:b:d: no rule records a series with route="/basket"',
      'write route="<value>" with one of /, /cart',
    ],
  ]);
});

it('finds labels that no rule records together, and warns of a useless matcher', () => {
  const both = rules(
    'record: "shop:w", expr: "sum(shop_queue_length)", labels: { window: 5m, kind: fast }',
    'record: "shop:w", expr: "sum(shop_queue_length)", labels: { window: 1h, kind: slow }',
    recording('shop:w{window="5m", kind="slow"}'),
  );
  expect(inShop(check, both).map(({ message: problem }) => problem)).toEqual([
    'recording rule a:b:c: no rule records all of these labels at once',
  ]);
  expect(read('shop:requests:rate5m{status!="500"}').map(({ severity }) => severity)).toEqual(['warning']);
});

it('only warns where somebody else may record the name', () => {
  const found = inForeign(check, recording('sum by (job) (x)', 'x:sum'), recording('x:sum{pod="a"}', 'y'));
  expect(found.map(({ severity }) => severity)).toEqual(['warning']);
});

it('leaves alone labels that are kept, added or unknown', () => {
  expect(read('shop:requests:rate5m{job="shop", route=~".+"}')).toEqual([]);
  expect(
    inForeign(
      check,
      'record: "x:sum", expr: "sum without (pod) (x)", labels: { window: 5m }',
      recording('x:sum{route="/", window="5m"}', 'y'),
      recording('z:sum{route="/"}', 'z'),
    ),
  ).toEqual([]);
});
