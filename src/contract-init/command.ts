import { formatOfContentType } from '../exposition/content-type';
import { formatOf, parsePage } from '../exposition/parse';
import { readSource, type ReadSource } from '../page-check/source';
import { contractOfPage } from './contract-of-page';
import { sourceText } from './source-text';

/**
 * Reads a metrics page, and writes what it shows as a metric table in TypeScript.
 * @param page a URL, a file, or `-` for standard input
 * @throws InvalidInput when there is nothing to read, or nothing to declare
 */
export async function contractInit(page: string, read: ReadSource = readSource): Promise<string> {
  const { text, http } = await read(page);
  const format = (http === undefined ? undefined : formatOfContentType(http.contentType)) ?? formatOf(text);
  return sourceText(page === '-' ? 'a page' : page, contractOfPage(page, parsePage(text, format)));
}
