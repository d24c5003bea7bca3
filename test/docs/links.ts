import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Links of a page to files and headings of this project that are not there.
 * @param page its path from the root
 */
export function brokenLinks(root: string, page: string, text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [path = '', heading] = target.split('#');
      const file = path === '' ? undefined : join(root, dirname(page), path);
      if (file !== undefined && !existsSync(file)) return true;
      if (heading === undefined) return false;
      return !headingsOf(file === undefined ? text : readFileSync(file, 'utf8')).includes(heading);
    });
}

/** The names under which GitHub links to headings. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Scripts that a page runs with `npm run`. */
export function scriptsIn(text: string): readonly string[] {
  return [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, script]) => script!);
}
