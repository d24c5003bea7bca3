import { join } from 'node:path';
import type { PrometheusVersion } from '../../src/operator/scrape-options';
import { parseVersion } from '../../src/local/programs';
import { engineFolder, installEngine, type EngineName } from './engine-packages';

/** The real programs that tests run on, all from one release of Debian. */
export interface Engine {
  readonly name: EngineName;
  readonly version: PrometheusVersion;
  /** As in 3.5.3. */
  readonly prometheusVersion: string;
  /** As in 0.33.1. */
  readonly alertmanagerVersion: string;
  /** Folder of the programs. */
  readonly bin: string;
}

export function engineOf(name: EngineName): Engine {
  const { prometheus, alertmanager } = installEngine(name);
  return {
    name,
    version: parseVersion(`version ${prometheus}`),
    prometheusVersion: prometheus,
    alertmanagerVersion: alertmanager,
    bin: join(engineFolder(name), 'bin'),
  };
}

/** The engine of this run of a test file: jest.config.mjs names it for each of its projects. */
export const ENGINE: Engine = engineOf((globalThis as { readonly engine?: EngineName }).engine ?? 'newest');
