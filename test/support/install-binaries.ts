import { resolve } from 'node:path';
import { binary } from './binaries';
import { ENGINE_NAMES, installEngine } from './engine-packages';

/** Runs once before all tests, so that test files in parallel find the programs unpacked. */
export default function installBinaries(): void {
  // Where the first test that runs the command line program puts it: see cli.ts.
  process.env['CLI_BUNDLE'] = resolve('node_modules', '.cache', `cli-${process.pid}`);
  const engines = ENGINE_NAMES.map(installEngine);
  console.log(
    engines
      .map(({ prometheus, alertmanager }) => `Prometheus ${prometheus} with Alertmanager ${alertmanager}`)
      .join('; '),
  );
  for (const name of ['postgres', 'initdb'] as const) {
    try {
      binary(name);
    } catch {
      // The tests that need it say so themselves; the others can do without.
    }
  }
}
