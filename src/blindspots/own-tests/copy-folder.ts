import { constants, copyFileSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/**
 * Copies a folder without `.git`. `node_modules` at any depth are links to the originals, as they are large and not
 * what a change of manifests is about. Other links lead to the same place, and those in the folder to its copy.
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
  if (relative(root, target).startsWith('..')) return target;
  return isAbsolute(text) ? relative(dirname(link), target) || '.' : text;
}
