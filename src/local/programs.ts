import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InvalidInput } from '../findings/invalid-input';
import type { PrometheusVersion } from '../operator/scrape-options';

/** The Debian package that each real program comes from. */
const PACKAGES = {
  prometheus: 'prometheus',
  alertmanager: 'prometheus-alertmanager',
} as const;

export type Program = keyof typeof PACKAGES;

/** Where packages are unpacked rather than installed, so that no daemon starts and nothing outside changes. */
export const UNPACKED = resolve('node_modules', '.cache', 'debian');

/**
 * Path of a program, from PATH or from a package that was unpacked.
 * @param path folders as in PATH
 */
export function findProgram(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  const folders = [
    ...path.split(':').filter((folder) => folder !== ''),
    join(UNPACKED, 'usr', 'bin'),
    // Debian keeps the programs of each version of Postgres apart.
    ...['/', UNPACKED].flatMap((root) => versionsIn(join(root, 'usr', 'lib', 'postgresql'))),
  ];
  // Debian calls the server like its package, and no other program like that.
  return (
    [name, `prometheus-${name}`]
      .flatMap((file) => folders.map((folder) => join(folder, file)))
      // Debian's Alertmanager reads its templates from /usr/share, so that it only works installed.
      .filter((file) => name !== 'alertmanager' || !file.startsWith(UNPACKED))
      .find((candidate) => existsSync(candidate))
  );
}

/** Newest first. */
function versionsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(folder, version, 'bin'));
}

/**
 * Path of a program that is needed.
 * @param find where to look. @default PATH, and packages that were unpacked
 * @throws InvalidInput that says how to install it
 */
export function requireProgram(
  name: Program,
  find: (name: Program) => string | undefined = findProgram,
): string {
  const found = find(name);
  if (found !== undefined) return found;
  throw new InvalidInput({
    resource: `program ${name}`,
    path: '',
    message: 'not found on PATH',
    found: undefined,
    fix: `run "apt-get install ${PACKAGES[name]}" on Debian or Ubuntu, or put the release from https://prometheus.io/download/ on PATH`,
  });
}

/** Version of a Prometheus: the operator omits options that the version does not support. */
export function prometheusVersion(program: string): PrometheusVersion {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return parseVersion(text);
}

/** @param text what `--version` prints */
export function parseVersion(text: string): PrometheusVersion {
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(text) ?? [];
  if (major !== undefined && minor !== undefined) return [Number(major), Number(minor)];
  throw new InvalidInput({
    resource: 'program prometheus',
    path: '--version',
    message: 'its --version prints no version number',
    found: text.trim(),
    fix: 'put a Prometheus of version 2.42 or newer on PATH',
  });
}
