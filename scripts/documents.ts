import stack from '../monitoring.config';
import { certificateTables } from './certificate';
import { diffSample } from './diff-sample';
import { outages } from './outages';
import { readmeTables } from './readme-tables';
import { reference } from './reference';
import { runbooks } from './runbooks';
import type { Sections } from './sections';
import { troubleshooting } from './troubleshooting';

/** Documents with generated parts, by their path from the root. Only README.md describes this repository's stack. */
export const DOCUMENTS: Readonly<Record<string, () => Sections>> = {
  'README.md': () => readmeTables(stack),
  'docs/troubleshooting.md': troubleshooting,
  'docs/reference.md': reference,
  'docs/outages.md': () => outages(),
  'docs/certificate.md': certificateTables,
  'docs/diff.md': diffSample,
  ...runbooks,
};
