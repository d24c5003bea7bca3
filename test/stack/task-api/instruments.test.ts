import { Registry } from 'prom-client';
import { contract } from '../../../src/metrics/contract';
import { oneOf, pattern } from '../../../src/metrics/labels';
import { counter, gauge, histogram } from '../../../src/metrics/metric';
import { instruments } from '../../../src/stack/task-api/instruments';

const metrics = contract({
  orders: counter('orders_total', {
    help: 'Orders',
    labels: { kind: oneOf('new', 'repeated'), shop: pattern(/[a-z]+/, { atMost: 2 }) },
  }),
  open: gauge('orders_open', { help: 'Open orders' }),
  size: histogram('order_size', { help: 'Articles', labels: { kind: oneOf('new') }, buckets: [1, 5] }),
});

function recorder() {
  const registry = new Registry();
  return { ...instruments(metrics, registry), page: () => registry.metrics() };
}

test('instruments write the metrics of their contract, under its keys', async () => {
  const { orders, open, size, page } = recorder();
  orders.with({ kind: 'new', shop: 'a' }).add();
  orders.with({ kind: 'new', shop: 'a' }).add(2);
  orders.with({ kind: 'repeated', shop: 'b' });
  open.with({}).set(5);
  open.with({}).add(-2);
  for (const articles of [3, 1, 9]) size.with({ kind: 'new' }).observe(articles);
  // The second page has what the first had: writing it counts nothing.
  await page();
  expect(await page()).toBe(`# HELP orders_total Orders
# TYPE orders_total counter
orders_total{kind="new",shop="a"} 3
orders_total{kind="repeated",shop="b"} 0

# HELP orders_open Open orders
# TYPE orders_open gauge
orders_open 3

# HELP order_size Articles
# TYPE order_size histogram
order_size_bucket{le="1",kind="new"} 1
order_size_bucket{le="5",kind="new"} 2
order_size_bucket{le="+Inf",kind="new"} 3
order_size_sum{kind="new"} 13
order_size_count{kind="new"} 3
`);
});

test('labels that are not in the contract do not compile', () => {
  const { orders, open, size } = recorder();
  const never = () => {
    // @ts-expect-error -- a value that is not in the contract
    orders.with({ kind: 'old', shop: 'a' });
    // @ts-expect-error -- a label is missing
    orders.with({ kind: 'new' });
    // @ts-expect-error -- a label too many
    orders.with({ kind: 'new', shop: 'a', user: '1' });
    // @ts-expect-error -- counters only rise
    orders.with({ kind: 'new', shop: 'a' }).set(1);
    // @ts-expect-error -- a gauge is no histogram
    open.with({}).observe(1);
    // @ts-expect-error -- a histogram is no counter
    size.with({ kind: 'new' }).add();
  };
  expect(never).toThrow(
    'metric "orders_total": the value is not in the contract (labels.kind: "old"). Record a value that the contract allows, or extend the contract.',
  );
});

test('labels that only the contract can reject are errors', () => {
  const { orders } = recorder();
  const add = (shop: string) => () => orders.with({ kind: 'new', shop }).add();
  add('a')();
  add('b')();
  expect(add('a1')).toThrow(
    'metric "orders_total": the value is not in the contract (labels.shop: "a1"). Record a value that the contract allows, or extend the contract.',
  );
  expect(add('c')).toThrow(
    'metric "orders_total": has more than the 2 values of the contract (labels.shop: "c"). Record fewer, or raise atMost.',
  );
  expect(add('a')).not.toThrow();
});

test('a counter does not go down', () => {
  const { orders } = recorder();
  expect(() => orders.with({ kind: 'new', shop: 'a' }).add(-1)).toThrow(
    'metric "orders_total": a counter cannot go down (got -1)',
  );
});
