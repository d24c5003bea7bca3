import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, UNPACKED as CACHE } from '../../src/local/programs';

/** The Debian package that each real program comes from. */
const PACKAGES = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  amtool: 'prometheus-alertmanager',
  alertmanager: 'prometheus-alertmanager',
  postgres: 'postgresql',
  initdb: 'postgresql',
} as const;

export type Binary = keyof typeof PACKAGES;

/**
 * Path of a real program: from PATH, or else from its Debian package.
 * @throws Error with one sentence that says how to install it
 */
export function binary(name: Binary): string {
  const found = findProgram(name) ?? (unpack(PACKAGES[name]) ? findProgram(name) : undefined);
  if (found === undefined)
    throw new Error(
      `This test needs the real ${name}: run "apt-get install ${PACKAGES[name]}" on Debian or Ubuntu, or put it on PATH.`,
    );
  return found;
}

/** Where libraries are that came with an unpacked program. */
export const UNPACKED_LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => join(CACHE, 'usr', 'lib', machine))
  .join(':');

function unpack(debianPackage: string): boolean {
  mkdirSync(CACHE, { recursive: true });
  // Downloading needs no root, but package lists, which a fresh container lacks, do.
  return unpackAll(debianPackage) || (apt('update') && unpackAll(debianPackage));
}

const apt = (...args: readonly string[]) =>
  spawnSync('apt-get', ['-q', ...args], { cwd: CACHE, stdio: 'ignore' }).status === 0;

function unpackAll(debianPackage: string): boolean {
  return packagesOf(debianPackage).every((name) => {
    if (!apt('download', name)) return false;
    const file = readdirSync(CACHE).find((candidate) => candidate.startsWith(`${name}_`));
    if (file === undefined) return false;
    execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: CACHE, stdio: 'ignore' });
    return true;
  });
}

/** What has to be unpacked of a package that is not installed, beside what every machine has. */
function packagesOf(debianPackage: string): readonly string[] {
  if (debianPackage !== 'postgresql') return [debianPackage];
  // The package of this name is empty and depends on the one of the current version.
  const { stdout } = spawnSync('apt-cache', ['depends', debianPackage], { encoding: 'utf8' });
  return [/Depends: (postgresql-\d+)/.exec(stdout ?? '')?.[1] ?? debianPackage, 'libpq5'];
}
