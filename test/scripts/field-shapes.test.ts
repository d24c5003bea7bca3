import { fieldShapes, type Definition, type Schema } from '../../scripts/field-shapes';

const definition = (kind: string, spec: Schema): Definition => ({
  kind: 'CustomResourceDefinition',
  metadata: {},
  spec: {
    names: { kind },
    versions: [{ name: 'v1', schema: { openAPIV3Schema: { properties: { spec } } } }],
  },
});

const KEY: Schema = {
  type: 'object',
  properties: { key: { type: 'string' }, optional: { type: 'boolean' } },
};

test('each different map of fields is written once, inner ones first', () => {
  const module = fieldShapes(
    [
      definition('Two', { type: 'object', properties: { secret: KEY, count: { type: 'integer' } } }),
      definition('One', { type: 'object', properties: { keys: { type: 'array', items: KEY } } }),
    ],
    'v0.93.1',
  );
  expect(module).toContain("'v1/One': '2',\n  'v1/Two': '1',\n");
  expect(module).toContain(
    "[\n  'key:string optional:boolean',\n  'secret:0 count:number',\n  'keys:0[]',\n];\n",
  );
});

test.each<[Schema, string]>([
  [{ 'x-kubernetes-int-or-string': true }, 'int-or-string'],
  [{ type: 'number' }, 'number'],
  [{ type: 'string', enum: ['a', 'b'] }, '=a|b'],
  [{ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }, 'string[]{}'],
  [{ type: 'object' }, 'any'],
  [{}, 'any'],
])('%j is %s', (schema, type) => {
  const module = fieldShapes(
    [definition('One', { type: 'object', properties: { field: schema } })],
    'v0.93.1',
  );
  expect(module).toContain(`'field:${type}'`);
});
