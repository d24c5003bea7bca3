import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { version } from '../../../package.json';
import { dnsLabel } from '../../catalog/fields';
import { InvalidInput } from '../../findings/invalid-input';
import { parseInput } from '../../findings/parse-input';
import { writeFiles } from '../../synth/write-files';
import { reporting } from '../report-options';
import { DEFAULTS, initFiles, type InitProps } from './files';
import { packageManifest, SCRIPTS } from './manifest';
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
  const existing = files.map(({ path }) => path).filter((path) => existsSync(path));
  if (existing.length > 0)
    throw new InvalidInput({
      resource: 'init',
      path: '',
      message: `these files already exist: ${existing.join(', ')}`,
      found: undefined,
      fix: 'run it in an empty folder, or move the files away',
    });
  const hasManifest = existsSync(MANIFEST);
  const written = hasManifest
    ? files
    : [...files, { path: MANIFEST, content: packageManifest(props.name, version) }];
  writeFiles('.', written);
  for (const { path } of written) console.log(path);
  console.log(hasManifest ? addScripts() : '\nNext: npm install && npm run synth && npm test');
}

const addScripts = (): string =>
  [
    `\n${MANIFEST} is unchanged. Add "type": "module" and these scripts to it:`,
    ...Object.entries(SCRIPTS).map(([name, script]) => `  "${name}": "${script}"`),
  ].join('\n');
