import { readmeTables } from './readme-tables';
import { reference } from './reference';
import { runbooks } from './runbooks';
import type { Sections } from './sections';
import { troubleshooting } from './troubleshooting';

/** Documents with parts that are written from the code, by their path from the root. */
export const DOCUMENTS: Readonly<Record<string, () => Sections>> = {
  'README.md': readmeTables,
  'docs/troubleshooting.md': troubleshooting,
  'docs/reference.md': reference,
  ...runbooks,
};
