import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, UNPACKED } from '../../src/local/programs';
import { unpackDebianPackage } from '../../src/testing/debian-package';
import { engineFolder, type EngineName } from './engine-packages';
import { ENGINE } from './engines';

/** Programs of an engine. */
const OF_ENGINE = ['prometheus', 'promtool', 'alertmanager', 'amtool'] as const;

type OfEngine = (typeof OF_ENGINE)[number];

export type Binary = OfEngine | 'postgres' | 'initdb';

/**
 * Path of a real program: of the engine of this run, and Postgres from PATH or else from its Debian package.
 * @throws Error with one sentence that says how to install it
 */
export function binary(name: Binary): string {
  if (isOfEngine(name)) return join(ENGINE.bin, name);
  const found = findProgram(name) ?? (unpackDebianPackage(...postgres()) ? findProgram(name) : undefined);
  if (found === undefined)
    throw new Error(
      `This test needs the real ${name}: run "apt-get install postgresql" on Debian or Ubuntu, or put it on PATH.`,
    );
  return found;
}

/** Path of a program of either engine, for a test that prepares much for a few runs of it. */
export const binaryOf = (engine: EngineName, name: OfEngine): string =>
  join(engineFolder(engine), 'bin', name);

/** Runs something that finds its programs on PATH with those of either engine. */
export async function onEngine<T>(engine: EngineName, run: () => Promise<T>): Promise<T> {
  const path = process.env['PATH'];
  process.env['PATH'] = `${join(engineFolder(engine), 'bin')}:${path ?? ''}`;
  try {
    return await run();
  } finally {
    process.env['PATH'] = path;
  }
}

const isOfEngine = (name: Binary): name is OfEngine => OF_ENGINE.some((each) => each === name);

/** Where libraries are that came with an unpacked program. */
export const UNPACKED_LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((machine) => join(UNPACKED, 'usr', 'lib', machine))
  .join(':');

/** What has to be unpacked of Postgres, beside what every machine has. */
function postgres(): readonly string[] {
  // The package of this name is empty and depends on the one of the current version.
  const { stdout } = spawnSync('apt-cache', ['depends', 'postgresql'], { encoding: 'utf8' });
  return [/Depends: (postgresql-\d+)/.exec(stdout ?? '')?.[1] ?? 'postgresql', 'libpq5'];
}
