import type { Command } from 'commander';
import { pathArguments } from './caller';
import { releaseOption, valuesOption } from './chart-options';
import { configOption } from './load-stack';

/** Where `synth` writes, and what is read when no path is given. */
export const OUTPUT_FOLDER = 'dist';

/** Adds which manifests to read, and what Prometheus makes of them. */
export const withManifestPaths = (command: Command): Command =>
  command
    .argument(
      '[paths...]',
      `files, folders, or - for standard input (default: ${OUTPUT_FOLDER})`,
      pathArguments,
    )
    .addOption(configOption())
    .addOption(valuesOption())
    .addOption(releaseOption());
