import { rmSync } from 'node:fs';

/** Runs once after all tests. */
export default function removeBundle(): void {
  rmSync(process.env['CLI_BUNDLE']!, { recursive: true, force: true });
}
