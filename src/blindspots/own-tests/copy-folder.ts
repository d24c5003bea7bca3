import { constants, copyFileSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * Copies a folder without `.git`. `node_modules` at any depth are links to the originals, as they are large and not
 * what a change of manifests is about. Links that leave the folder lead to the same place.
 */
export function copyFolder(from: string, to: string, root: string = from): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === '.git') continue;
    if (entry.name === 'node_modules') symlinkSync(source, target);
    else if (entry.isDirectory()) copyFolder(source, target, root);
    else if (entry.isSymbolicLink()) symlinkSync(linkOf(source, root), target);
    else if (entry.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

function linkOf(link: string, root: string): string {
  const text = readlinkSync(link);
  const target = resolve(dirname(link), text);
  return relative(root, target).startsWith('..') ? target : text;
}
