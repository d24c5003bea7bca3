import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { defineEnvironment, type EnvironmentProps } from '../../src/catalog/environment';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { InvalidInput } from '../../src/findings/invalid-input';
import { renderStack } from '../../src/synth/synthesize';
import { aSignalledContract, anSlo } from '../../test/support/catalog';
import type { Program } from '../program';
import { seed } from './seeds';

const CATALOG = 'catalog.json';

interface Catalog {
  readonly services: readonly ServiceProps[];
  readonly environment: EnvironmentProps;
}

/** Services and an environment of a catalog without types. */
export const synth: Program = {
  name: 'synth',
  sets: [[seed(CATALOG)]],
  exitCodes: [0, 1],
  run: async ({ input }) => {
    const catalog = catalogIn(join(input, CATALOG));
    if (catalog === undefined) return;
    try {
      const services = catalog.services.map((props) =>
        defineService({ ...aSignalledContract, slos: [anSlo], ...props }),
      );
      const { files } = renderStack(services, defineEnvironment(catalog.environment));
      for (const { path, content } of files) console.log(`${path}\n${content}`);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  },
};

/** Undefined: no list of services, which a program without types would not get as far as to pass on. */
function catalogIn(file: string): Catalog | undefined {
  try {
    const catalog = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' }) as Catalog | null;
    return Array.isArray(catalog?.services) ? catalog : undefined;
  } catch {
    return undefined;
  }
}
