import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InvalidInput } from '../findings/invalid-input';
import { pathArgument } from './caller';
import { environmentOption } from './environment-option';
import { configOption, loadStack, type StackOptions } from './load-stack';

interface SynthOptions extends StackOptions {
  readonly output?: string;
}

const OUTPUT_FOLDER = 'dist';

export function addSynth(program: Command): void {
  program
    .command('synth')
    .description('render the stack, prove it, and write its manifests')
    .option('-o, --output <folder>', `folder to replace (default: ${OUTPUT_FOLDER})`, pathArgument)
    .addOption(configOption())
    .addOption(environmentOption())
    .action(synth);
}

async function synth({ output, config, environment }: SynthOptions): Promise<void> {
  const [{ synthesize }, { replaceFolder }, { LIST }] = await Promise.all([
    import('../synth/synthesize'),
    import('../synth/replace-folder'),
    import('../synth/own-files'),
  ]);
  // The cdk8s CLI runs this as its app: it empties and reads the folder itself.
  if (output === undefined && process.env['CDK8S_OUTDIR'] !== undefined)
    return synthesize(await loadStack(config), environment, process.env);
  const folder = output ?? OUTPUT_FOLDER;
  try {
    synthesize(await loadStack(config), environment, process.env, (files) => replaceFolder(folder, files));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    console.error(`${error.message}\nNothing was written; ${folder} is unchanged.`);
    process.exitCode = 1;
    return;
  }
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile() && file.name !== LIST) console.log(join(file.parentPath, file.name));
}
