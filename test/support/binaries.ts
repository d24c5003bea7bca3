import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The Debian package that each real program comes from. */
const PACKAGES = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  amtool: 'prometheus-alertmanager',
} as const;

export type Binary = keyof typeof PACKAGES;

/** Unpacked here rather than installed, so that no daemon starts and nothing outside this folder changes. */
const CACHE = join(__dirname, '..', '..', 'node_modules', '.cache', 'debian');

/**
 * Path of a real program: from PATH, or else from its Debian package.
 * @throws Error with one sentence that says how to install it
 */
export function binary(name: Binary): string {
  const found = lookUp(name) ?? (unpack(PACKAGES[name]) ? lookUp(name) : undefined);
  if (found === undefined)
    throw new Error(
      `This test needs the real ${name}: run "apt-get install ${PACKAGES[name]}" on Debian or Ubuntu, or put it on PATH.`,
    );
  return found;
}

function lookUp(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), join(CACHE, 'usr', 'bin')];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function unpack(debianPackage: string): boolean {
  mkdirSync(CACHE, { recursive: true });
  const apt = (...args: readonly string[]) =>
    spawnSync('apt-get', ['-q', ...args], { cwd: CACHE, stdio: 'ignore' }).status === 0;
  // Downloading needs no root, but package lists, which a fresh container lacks, do.
  if (!apt('download', debianPackage) && !(apt('update') && apt('download', debianPackage))) return false;
  const file = readdirSync(CACHE).find((name) => name.startsWith(`${debianPackage}_`));
  if (file === undefined) return false;
  execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: CACHE, stdio: 'ignore' });
  return true;
}
