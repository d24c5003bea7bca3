/** `npm run docs`: brings the lists of checks, the interfaces of props and the generated parts of documents up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLists } from './check-list';
import { withSections } from './sections';

const ROOT = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  // Before the documents are loaded, which are written from it.
  for (const [path, text] of Object.entries(checkLists())) writeFileSync(join(ROOT, path), text);
  const { propsModules } = await import('./props');
  for (const [path, text] of propsModules()) writeFileSync(join(ROOT, path), text);
  const { DOCUMENTS } = await import('./documents');
  for (const [path, sections] of Object.entries(DOCUMENTS)) {
    const file = join(ROOT, path);
    writeFileSync(file, withSections(path, readFileSync(file, 'utf8'), sections()));
  }
}

await main();
