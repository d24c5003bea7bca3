import { isAlias, isMap, isSeq, Scalar, type ScalarTag } from 'yaml';

type Context = Parameters<NonNullable<Scalar['addToJSMap']>>[0];

/**
 * `<<` as kubectl and Helm read it: the keys of the merged map replace those above it, and those below replace them. Of
 * several maps, the first one decides.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/decode.go
 */
export const MERGE_KEY: ScalarTag = {
  tag: 'tag:yaml.org,2002:merge',
  default: 'key',
  test: /^<<$/,
  resolve: (text) =>
    Object.assign(new Scalar(text), {
      addToJSMap: (context: Context, map: unknown, value: unknown) => {
        for (const source of sourcesOf(value).toReversed())
          for (const [key, item] of entriesOf(source, context))
            // Not by assignment, which does not make `__proto__` a key.
            Object.defineProperty(map, key, {
              value: item,
              writable: true,
              enumerable: true,
              configurable: true,
            });
      },
    }),
};

const sourcesOf = (value: unknown): readonly unknown[] => (isSeq(value) ? value.items : [value]);

function entriesOf(source: unknown, context: Context): readonly [string, unknown][] {
  // An alias stands for a value that was read before, and is counted against the limit of aliases.
  const value: unknown = isMap(source) || isAlias(source) ? source.toJSON(null, context) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('a merge key (<<) needs a map, or a list of maps');
  return Object.entries(value);
}
