import { existsSync, lstatSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import * as z from 'zod';
import { version } from '../../../package.json';
import { dnsLabel } from '../../catalog/fields';
import { InvalidInput } from '../../findings/invalid-input';
import { parseInput } from '../../findings/parse-input';
import { systemCode } from '../../synth/system-code';
import { writeFiles, type OutputFile } from '../../synth/write-files';
import { reporting } from '../report-options';
import { DEFAULTS, initFiles, type InitProps } from './files';
import { neededPackages, packageManifest, SCRIPTS } from './manifest';
import { usageExit } from '../usage-exit';

const MANIFEST = 'package.json';

const propsSchema = z.strictObject({ name: dnsLabel, namespace: dnsLabel });

export function addInit(program: Command): void {
  program
    .command('init')
    .description('write a small stack for a service that already runs into this folder')
    .option('-n, --name <service>', 'name of the service', DEFAULTS.name)
    .option('--namespace <namespace>', 'namespace of the service', DEFAULTS.namespace)
    .exitOverride(usageExit)
    .action((props: InitProps) => reporting(() => init(props)));
}

async function init(given: InitProps): Promise<void> {
  const props = parseInput(propsSchema, 'init', given);
  const files = initFiles(props);
  const existing = [...new Set(files.flatMap(({ path }) => inTheWayOf(path)))];
  if (existing.length > 0)
    throw new InvalidInput({
      resource: 'init',
      path: '',
      message: `these files already exist: ${existing.join(', ')}`,
      found: undefined,
      fix: 'run it in an empty folder, or move the files away',
    });
  const hasManifest = entryAt(MANIFEST) !== undefined;
  const written = hasManifest
    ? files
    : [...files, { path: MANIFEST, content: packageManifest(props.name, version) }];
  write(written);
  for (const { path } of written) console.log(path);
  console.log(hasManifest ? addScripts() : '\nNext: npm install && npm run synth && npm test');
}

/** Links that lead nowhere included: a file would be written there. */
const entryAt = (path: string) => lstatSync(path, { throwIfNoEntry: false });

/** The file itself, or a file in place of one of its folders. */
function inTheWayOf(path: string): readonly string[] {
  const parts = path.split('/');
  const folders = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  const file = folders.find((folder) => entryAt(folder) !== undefined && !isFolder(folder));
  return file === undefined ? (entryAt(path) === undefined ? [] : [path]) : [file];
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** @throws InvalidInput for what the system refuses */
function write(files: readonly OutputFile[]): void {
  try {
    writeFiles('.', files);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new InvalidInput({
      resource: 'init',
      path: '',
      message: 'the folder cannot be written',
      found: code,
      fix: 'use a folder that you may write to, on a disk with free space',
    });
  }
}

const addScripts = (): string =>
  [
    `\n${MANIFEST} is unchanged. Add "type": "module" and these scripts to it:`,
    ...Object.entries(SCRIPTS).map(([name, script]) => `  "${name}": "${script}"`),
    `Install what the files need: npm install --save-dev ${Object.entries(neededPackages(version))
      .map(([name, range]) => `${name}@${range}`)
      .join(' ')}`,
  ].join('\n');
