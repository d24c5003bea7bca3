import type { Blindspots } from '../run';
import { asJson } from './json';
import { asMarkdown } from './markdown';
import { asText } from './text';

/** Every way to print blind spots, by the value of --format. */
export const BLINDSPOT_FORMATS = {
  text: asText,
  markdown: asMarkdown,
  json: asJson,
} as const satisfies Readonly<Record<string, (found: Blindspots) => string>>;

export type BlindspotFormat = keyof typeof BLINDSPOT_FORMATS;
