import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { Stack } from '../catalog/stack';
import type { Others } from '../doctor/prove-beside';
import { InvalidInput } from '../findings/invalid-input';
import { pathArgument, pathArguments } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';
import { OUTPUT_FOLDER } from './manifest-paths';

interface SynthOptions extends StackOptions {
  readonly output?: string;
  readonly with?: readonly string[];
  readonly cluster?: true;
  readonly context?: string;
}

export function addSynth(program: Command): void {
  program
    .command('synth')
    .description('render the stack, prove it, and write its manifests')
    .option('-o, --output <folder>', `folder to replace (default: ${OUTPUT_FOLDER})`, pathArgument)
    .addOption(configOption())
    .addOption(environmentOption())
    .option(
      '--with <paths...>',
      'objects of others to prove it against: files, folders, or - for standard input',
      pathArguments,
    )
    .addOption(
      new Option('--cluster', 'prove it against the objects of a cluster, read with kubectl').conflicts(
        'with',
      ),
    )
    .option('--context <name>', 'kubectl context of the cluster (default: the current one)')
    .action(synth);
}

async function synth({ output, config, environment, ...sources }: SynthOptions): Promise<void> {
  const [{ synthesize }, { replaceFolder }, { LIST }] = await Promise.all([
    import('../synth/synthesize'),
    import('../synth/replace-folder'),
    import('../synth/own-files'),
  ]);
  const stack = await loadStack(config);
  const others = await gathered(stack, sources);
  // The cdk8s CLI runs this as its app: it empties and reads the folder itself.
  if (output === undefined && process.env['CDK8S_OUTDIR'] !== undefined)
    return synthesize(stack, environment, process.env, { others });
  const folder = output ?? OUTPUT_FOLDER;
  try {
    synthesize(stack, environment, process.env, { others, write: (files) => replaceFolder(folder, files) });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    console.error(`${error.message}\nNothing was written; ${folder} is unchanged.`);
    process.exitCode = 1;
    return;
  }
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile() && file.name !== LIST) console.log(join(file.parentPath, file.name));
}

/** Objects of others, as the doctor reads them. */
async function gathered(
  { services }: Stack,
  { with: paths = [], cluster, context }: Omit<SynthOptions, 'output'>,
): Promise<Others | undefined> {
  if (paths.length === 0 && cluster === undefined) return undefined;
  const { gather } = await import('../doctor/evidence');
  const { services: _own, ...others } = await gather({ paths, cluster, context }, services);
  return others;
}
