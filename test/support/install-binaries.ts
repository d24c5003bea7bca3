import { binary } from './binaries';

/** Runs once before all tests, so that test files in parallel find the programs unpacked. */
export default function installBinaries(): void {
  for (const name of ['promtool', 'amtool', 'alertmanager', 'postgres', 'initdb'] as const) {
    try {
      binary(name);
    } catch {
      // The tests that need it say so themselves; the others can do without.
    }
  }
}
