import { children, mapExpr, walk } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';

const texts = (nodes: Iterable<Parameters<typeof print>[0]>) => [...nodes].map(print);

test.each([
  ['5', []],
  ['"x"', []],
  ['a{x="1"}', []],
  ['a[5m]', ['a']],
  ['(a + b)[1h:]', ['a + b']],
  ['-a', ['a']],
  ['sum(a)', ['a']],
  ['topk(3, a)', ['3', 'a']],
  ['clamp(a, 0, 1)', ['a', '0', '1']],
  ['time()', []],
  ['a + b', ['a', 'b']],
])('directly inside %s are %j', (text, inside) => {
  expect(texts(children(parse(text)))).toEqual(inside);
});

test('a walk visits every node, each before what is inside it, from left to right', () => {
  expect(texts(walk(parse('topk(3, rate(a[5m])) / -b')))).toEqual([
    'topk(3, rate(a[5m])) / -b',
    'topk(3, rate(a[5m]))',
    '3',
    'rate(a[5m])',
    'a[5m]',
    'a',
    '-b',
    'b',
  ]);
});

test('mapping changes only the nodes that it names', () => {
  const parsed = parse('sum(rate(a[5m])) > 2');
  expect(mapExpr(parsed, {})).toEqual(parsed);
  expect(
    print(
      mapExpr(parsed, {
        node: (node) => (node.node === 'number' ? { ...node, value: node.value + 1 } : node),
      }),
    ),
  ).toBe('sum(rate(a[5m])) > 3');
});
