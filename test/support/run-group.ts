import { resolve } from 'node:path';

/** Runs the test files of a group in this one, each in a `describe` of its own: see groups.mjs. */
export function runGroup(name: string): void {
  const { groups } = globalThis as { readonly groups?: Readonly<Record<string, readonly string[]>> };
  describe.each(groups![name]!)('%s', (file) => {
    // oxlint-disable-next-line typescript/no-require-imports -- describe cannot wait for an import()
    require(resolve(__dirname, '..', file));
  });
}
