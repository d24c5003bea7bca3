import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** The releases of Debian that the engines come from, and which of their packages. kubectl is needed once. */
const RELEASES = {
  newest: { debian: 'forky', packages: ['prometheus', 'promtool', 'prometheus-alertmanager', 'kubectl'] },
  // promtool is in the package prometheus there.
  oldest: { debian: 'bookworm', packages: ['prometheus', 'prometheus-alertmanager'] },
} as const;

export type EngineName = keyof typeof RELEASES;

export const ENGINE_NAMES = Object.keys(RELEASES) as readonly EngineName[];

/** Version numbers of the programs of an engine. */
export interface EngineVersions {
  readonly prometheus: string;
  readonly alertmanager: string;
}

/** Where an engine is unpacked. To renew it, delete the folder. */
export const engineFolder = (name: EngineName): string =>
  resolve('node_modules', '.cache', 'engines', RELEASES[name].debian);

const VERSIONS = 'versions.json';

interface Installed extends EngineVersions {
  readonly packages: readonly string[];
}

/** @returns undefined where it is not installed yet, or without one of its packages */
function installedVersions(name: EngineName): EngineVersions | undefined {
  const file = join(engineFolder(name), VERSIONS);
  if (!existsSync(file)) return undefined;
  const { packages = [], ...versions } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Installed> &
    EngineVersions;
  return RELEASES[name].packages.every((each) => packages.includes(each)) ? versions : undefined;
}

/**
 * Unpacks an engine from Debian's packages, as any user: apt gets folders of its own, and nothing is installed.
 * @throws Error with one sentence that says what the machine lacks
 */
export function installEngine(name: EngineName): EngineVersions {
  const installed = installedVersions(name);
  if (installed !== undefined) return installed;
  const { debian, packages } = RELEASES[name];
  const folder = engineFolder(name);
  mkdirSync(resolve(folder, '..'), { recursive: true });
  // Renamed when complete, so that no other process finds half an engine.
  const work = mkdtempSync(`${folder}-`);
  try {
    chmodSync(work, 0o755);
    download(work, debian, packages);
    for (const file of readdirSync(work).filter((each) => each.endsWith('.deb')))
      run(debian, 'dpkg-deb', ['-x', file, '.'], work);
    linkPrograms(work);
    const versions: EngineVersions = {
      prometheus: versionOf(debian, join(work, 'bin', 'prometheus')),
      alertmanager: versionOf(debian, join(work, 'bin', 'alertmanager')),
    };
    writeFileSync(join(work, VERSIONS), JSON.stringify({ ...versions, packages } satisfies Installed));
    for (const leftover of ['apt', ...readdirSync(work).filter((each) => each.endsWith('.deb'))])
      rmSync(join(work, leftover), { recursive: true });
    if (existsSync(folder) && installedVersions(name) === undefined) rmSync(folder, { recursive: true });
    if (!existsSync(folder)) renameSync(work, folder);
    return versions;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Signs what apt downloads. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

function download(work: string, debian: string, packages: readonly string[]): void {
  if (!existsSync(KEYRING))
    throw new Error(
      `${needs(debian)}, but ${KEYRING} does not exist. Run "apt-get install debian-archive-keyring".`,
    );
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(work, 'apt', folder), { recursive: true });
  writeFileSync(
    join(work, 'apt', 'sources.list'),
    `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${debian} main\n`,
  );
  writeFileSync(join(work, 'apt', 'status'), '');
  const options = [
    `Dir::Etc::sourcelist=${join(work, 'apt', 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(work, 'apt', 'lists')}`,
    // Versions that the machine has from elsewhere would be preferred.
    `Dir::State::status=${join(work, 'apt', 'status')}`,
    `Dir::Cache=${join(work, 'apt', 'cache')}`,
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    // Root's apt would download as a user that may not write here.
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  run(debian, 'apt-get', ['-q', ...options, 'update'], work);
  run(debian, 'apt-get', ['-q', ...options, 'download', ...packages], work);
}

const needs = (debian: string) => `The tests need Prometheus and Alertmanager of Debian ${debian}`;

function run(debian: string, program: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(
    `${needs(debian)}, but ${program} failed: ${reason}. Run them on Debian or Ubuntu with access to deb.debian.org.`,
  );
}

/** One folder with the programs under the names that upstream gives them. */
function linkPrograms(work: string): void {
  mkdirSync(join(work, 'bin'));
  for (const program of ['prometheus', 'promtool', 'amtool', 'kubectl'].filter((each) =>
    existsSync(join(work, 'usr', 'bin', each)),
  ))
    symlinkSync(join('..', 'usr', 'bin', program), join(work, 'bin', program));
  writeFileSync(join(work, 'bin', 'alertmanager'), ALERTMANAGER, { mode: 0o755 });
}

/**
 * Debian builds Alertmanager to read its default templates from /usr/share/prometheus, and no option changes that. It
 * therefore runs in a mount namespace of its own, in which the package's files lie over those of /usr/share.
 */
const ALERTMANAGER = `#!/bin/sh
engine=$(dirname "$(dirname "$(realpath "$0")")")
exec unshare --map-root-user --mount sh -c '
  mount -t overlay overlay -o lowerdir="$0/usr/share:/usr/share" /usr/share && exec "$0/usr/bin/prometheus-alertmanager" "$@"
' "$engine" "$@"
`;

function versionOf(debian: string, program: string): string {
  const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const version = /version (\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1];
  if (version !== undefined) return version;
  throw new Error(
    `${needs(debian)}, but ${program} does not start: ${stderr.trim()}. Alertmanager needs a mount namespace: run the tests on a machine that allows "unshare --map-root-user --mount".`,
  );
}
