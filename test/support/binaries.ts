import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, UNPACKED } from '../../src/local/programs';
import { unpackDebianPackage } from '../../src/testing/debian-package';
import { requirePromtool } from '../../src/testing/promtool';

/** The Debian package that each real program comes from. */
const PACKAGES = {
  prometheus: 'prometheus',
  amtool: 'prometheus-alertmanager',
  alertmanager: 'prometheus-alertmanager',
  postgres: 'postgresql',
  initdb: 'postgresql',
} as const;

export type Binary = keyof typeof PACKAGES | 'promtool';

/**
 * Path of a real program: from PATH, or else from its Debian package.
 * @throws Error with one sentence that says how to install it
 */
export function binary(name: Binary): string {
  if (name === 'promtool') return requirePromtool();
  const debianPackage = PACKAGES[name];
  // Alertmanager reads its templates from where its package installs them.
  const provide = () =>
    name === 'alertmanager' ? install(debianPackage) : unpackDebianPackage(...packagesOf(debianPackage));
  const found = findProgram(name) ?? (provide() ? findProgram(name) : undefined);
  if (found === undefined)
    throw new Error(
      `This test needs the real ${name}: run "apt-get install ${PACKAGES[name]}" on Debian or Ubuntu, or put it on PATH.`,
    );
  return found;
}

/** Installs a package, where this process may: as root on Debian or Ubuntu. */
function install(debianPackage: string): boolean {
  if (process.getuid?.() !== 0) return false;
  const apt = (...args: readonly string[]) =>
    spawnSync('apt-get', ['-q', '-y', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const packages = ['install', '--no-install-recommends', debianPackage];
  return apt(...packages) || (apt('update') && apt(...packages));
}

/** Where libraries are that came with an unpacked program. */
export const UNPACKED_LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => join(UNPACKED, 'usr', 'lib', machine))
  .join(':');

/** What has to be unpacked of a package that is not installed, beside what every machine has. */
function packagesOf(debianPackage: string): readonly string[] {
  if (debianPackage !== 'postgresql') return [debianPackage];
  // The package of this name is empty and depends on the one of the current version.
  const { stdout } = spawnSync('apt-cache', ['depends', debianPackage], { encoding: 'utf8' });
  return [/Depends: (postgresql-\d+)/.exec(stdout ?? '')?.[1] ?? debianPackage, 'libpq5'];
}
