/** What is wrong with a value, and what to do about it. */
export interface Mistake {
  readonly message: string;
  readonly fix: string;
  /** @default 'invalid-value' */
  readonly code?: string;
}

/**
 * The error of a zod schema. Zod keeps one text for each issue, so that message and fix travel in it as JSON.
 * @example
 * const name = z.string().regex(/^[a-z]+$/, mistake('not a lower-case name', 'use the letters a to z'));
 */
export const mistake = (message: string, fix: string, code?: string): string =>
  JSON.stringify({ message, fix, code } satisfies { [K in keyof Mistake]: Mistake[K] | undefined });

/** Reads back what {@link mistake} wrote. @returns undefined for a text that zod wrote itself */
export function mistakeIn(text: string): Mistake | undefined {
  return text.startsWith('{"message":') ? (JSON.parse(text) as Mistake) : undefined;
}
