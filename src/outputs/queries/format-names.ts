/** Apart from what prints them, which a help text need not load. */
export const QUERY_FORMAT_NAMES = ['text', 'json', 'markdown'] as const;

export type QueryFormat = (typeof QUERY_FORMAT_NAMES)[number];
