import type { Printed } from './input';
import { asJson } from './json';
import { asMarkdown } from './markdown';
import { asText } from './text';

/** Every way to print a comparison, by the value of --format. */
export const DIFF_FORMATS = {
  text: asText,
  markdown: asMarkdown,
  json: asJson,
} as const satisfies Readonly<Record<string, (printed: Printed) => string>>;

export type DiffFormat = keyof typeof DIFF_FORMATS;
