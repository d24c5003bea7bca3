/** A map of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map, or an empty one for anything else. */
export const mapOf = (value: unknown): Fields => (isMap(value) ? value : {});
