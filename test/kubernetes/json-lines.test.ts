import { diagnose } from '../../src/doctor/diagnose';
import { duplicateKey, itemLines } from '../../src/kubernetes/json-lines';
import { outlineOf } from '../../src/kubernetes/outline';
import { readManifests, readValidDocuments } from '../../src/kubernetes/read';

const rule = (name: string) => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name, labels: { items: 'items', 'a"[{': '\\' } },
  spec: { groups: [{ name: 'g', rules: [{ record: 'a:b', expr: 'sum(' }], items: [{}, {}] }] },
});
const list = { kind: 'List', apiVersion: 'v1', items: [rule('a'), rule('b')], more: [1, 2] };

test.each([
  ['indented', JSON.stringify(list, null, 2)],
  ['on one line', JSON.stringify(list)],
  ['with other items', JSON.stringify({ items: [1, [], 'a', { b: 2 }] }, null, 2)],
  ['with quotes and backslashes', JSON.stringify({ items: ['\\', '\\"', '"', { '\\\\"[': 1 }] }, null, 2)],
  ['empty', '{ "items": [] }'],
  ['without items', JSON.stringify({ a: { items: [1] }, b: ['items', [1]] }, null, 2)],
])('a list %s: the lines are those of the YAML parser', (_what, text) => {
  const isList = 'items' in (JSON.parse(text) as object);
  expect(itemLines(text)).toEqual(isList ? outlineOf(text).map(({ first }) => first) : []);
});

test('a string of ten megabytes is read', () => {
  const text = JSON.stringify({ data: { a: '\\ " '.repeat(2.5e6) }, items: [1] }, null, 2);
  expect(itemLines(text)).toEqual([6]);
});

test('findings in a List of kubectl in JSON stand at the line of their rule', () => {
  const text = JSON.stringify(list, null, 2);
  const found = diagnose({ objects: readManifests(text, 'l.json'), texts: new Map([['l.json', text]]) });
  const lines = found.report.findings
    .filter(({ check }) => check === 'promql-syntax')
    .map(({ at }) => at?.line ?? 0);
  expect(
    lines.map((line) =>
      text
        .split('\n')
        .slice(line - 1, line + 1)
        .join('')
        .replaceAll(/\s+/g, ''),
    ),
  ).toEqual(['{"record":"a:b",', '{"record":"a:b",']);
  expect(lines[0]).not.toBe(lines[1]);
});

test.each([
  ['{"a": 1,\n"b": 2,\n"a": 3}', { key: 'a', line: 3 }],
  ['[{"a": {"b": [1,\n{"c": "x", "\\u0063": "y"}]}}]', { key: 'c', line: 2 }],
  ['{"a": {"a": 1}, "b": {"a": "a"}, "c": ["a", "a"]}', undefined],
  [JSON.stringify(list), undefined],
])('a key that is given twice is found: %s', (text, found) => {
  expect(duplicateKey(text)).toEqual(found);
});

test('an object with a key twice is read and reported', () => {
  const text = '{"kind": "A", "apiVersion": "v1",\n"metadata": {"name": "a", "name": "b"}}';
  const { objects, invalid } = readValidDocuments(text, 'a.json');
  expect(objects).toMatchObject([{ name: 'b' }]);
  expect(invalid.map(({ message }) => message)).toEqual([
    expect.stringContaining('the key "name" is there twice in one object, and kubectl takes the last'),
  ]);
});
