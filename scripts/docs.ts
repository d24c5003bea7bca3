/** `npm run docs`: brings the generated parts of the documents up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTS } from './documents';
import { withSections } from './sections';

for (const [path, sections] of Object.entries(DOCUMENTS)) {
  const file = join(import.meta.dirname, '..', path);
  writeFileSync(file, withSections(path, readFileSync(file, 'utf8'), sections()));
}
