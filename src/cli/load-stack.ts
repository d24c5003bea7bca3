import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { PlacedService } from '../catalog/placement';
import type { Stack } from '../catalog/stack';
import { InvalidInput } from '../findings/invalid-input';
import { oneLine } from '../findings/show';
import { pathArgument } from './caller';

/** Where a stack is defined, relative to the folder in which the command runs. */
const CONFIG_FILE = 'monitoring.config.ts';

export const configOption = (): Option =>
  new Option('--config <file>', `file whose default export is the stack (default: ${CONFIG_FILE})`).argParser(
    pathArgument,
  );

/**
 * The stack of a configuration file.
 * @param config path as the user gave it @default monitoring.config.ts
 * @throws InvalidInput when there is no such file, or it does not export a stack
 */
export async function loadStack(config: string = CONFIG_FILE): Promise<Stack> {
  if (!existsSync(config))
    throw new InvalidInput({
      resource: 'configuration',
      path: '--config',
      message: 'file not found',
      found: config,
      fix: `run the command beside ${CONFIG_FILE}, name the file with --config, or write one with "npx signalproof init"`,
    });
  const stack = await exportOf(config);
  if (!isStack(stack))
    throw new InvalidInput({
      resource: `configuration ${config}`,
      path: '',
      message: 'the default export is not a stack',
      found: stack,
      fix: 'write export default defineStack({ services, environments })',
    });
  return stack;
}

/** @throws InvalidInput for what the file throws, or what keeps it from being loaded */
async function exportOf(config: string): Promise<unknown> {
  try {
    const { createJiti } = await import('jiti');
    return await createJiti(import.meta.url, { tryNative: true }).import(resolve(config), { default: true });
  } catch (error) {
    if (error instanceof InvalidInput || process.env['SIGNALPROOF_TRACE']) throw error;
    throw new InvalidInput({
      resource: `configuration ${config}`,
      path: '',
      message: `the file cannot be loaded: ${oneLine(String(error))}`,
      found: undefined,
      fix: 'install what it imports, or correct it; SIGNALPROOF_TRACE=1 prints the trace',
    });
  }
}

/** Like {@link loadStack}, for commands that work without a stack as well. @returns undefined where none is named or found */
export async function loadStackIfAny(config: string | undefined): Promise<Stack | undefined> {
  return config === undefined && !existsSync(CONFIG_FILE) ? undefined : loadStack(config);
}

export interface StackOptions {
  readonly config?: string;
  /** @default the first of the stack */
  readonly environment?: string;
}

/**
 * A service of the stack in an environment.
 * @param name @default the only one
 * @throws InvalidInput for an unknown name, or without a name where there are several services
 */
export async function loadService(
  name: string | undefined,
  { config, environment }: StackOptions,
): Promise<PlacedService> {
  const stack = await loadStack(config);
  const [only, ...others] = stack.services;
  if (only === undefined)
    throw new InvalidInput({
      resource: 'stack',
      path: 'services',
      message: 'the stack has no services',
      found: stack.services,
      fix: 'add a service to the stack',
    });
  if (name === undefined && others.length > 0)
    throw new InvalidInput({
      resource: 'stack',
      path: '',
      message: `the stack has ${stack.services.length} services, and the command needs the name of one`,
      found: undefined,
      fix: `name one of ${stack.services.map((service) => service.name).join(', ')}`,
    });
  return stack.placedService(name ?? only.name, environment ?? stack.defaultEnvironment);
}

const isStack = (value: unknown): value is Stack =>
  typeof value === 'object' && value !== null && 'services' in value && 'placedService' in value;
