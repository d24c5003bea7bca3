import fc from '../support/fast-check';
import { readableJson } from '../../src/dashboards/json';

describe('readable JSON', () => {
  it('keeps on a line what fits on it, and keys in their order', () => {
    const value = { b: [1, 2], a: 'x'.repeat(110), none: undefined, call: () => 1, c: { d: null, e: [] } };
    expect(readableJson(value)).toBe(`{
  "b": [1, 2],
  "a": "${'x'.repeat(110)}",
  "c": {"d": null, "e": []}
}`);
  });

  it('is equivalent to JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(readableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
