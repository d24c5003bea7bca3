/** A copy with one field set; missing maps on the way are added. */
export function withValue(fields: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  const map = (fields ?? {}) as Readonly<Record<string, unknown>>;
  return key === undefined ? value : { ...map, [key]: withValue(map[key], rest, value) };
}
