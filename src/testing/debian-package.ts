import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { UNPACKED } from '../local/programs';

/**
 * Unpacks a Debian package into a folder below node_modules, without installing it. Downloading needs no root; package
 * lists, which a fresh container lacks, do.
 * @returns whether the package was found and unpacked
 */
export function unpackDebianPackage(...names: readonly string[]): boolean {
  mkdirSync(UNPACKED, { recursive: true });
  return unpackAll(names) || (apt('update') && unpackAll(names));
}

const unpackAll = (names: readonly string[]): boolean => names.every(unpack);

function unpack(name: string): boolean {
  if (!apt('download', name)) return false;
  const file = readdirSync(UNPACKED).find((candidate) => candidate.startsWith(`${name}_`));
  if (file === undefined) return false;
  execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: UNPACKED, stdio: 'ignore' });
  return true;
}

const apt = (...args: readonly string[]): boolean =>
  spawnSync('apt-get', ['-q', ...args], { cwd: UNPACKED, stdio: 'ignore' }).status === 0;
