export type Fields = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map, or an empty one for anything else. */
export const mapOf = (value: unknown): Fields => (isMap(value) ? value : {});

/** The value of JSON. Undefined for any other text, which a schema rejects, and of which {@link mapOf} makes an empty map. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of an entry, and not of what every object inherits: a key of foreign input can be `constructor`. */
export const ownValue = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;
