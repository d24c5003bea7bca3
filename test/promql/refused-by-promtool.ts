import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from '../support/binaries';

/**
 * Which of these expressions the real promtool refuses in a rule, each in a file of its own, all in one call.
 * @param flags of promtool
 */
export async function refusedByPromtool(
  expressions: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    const files = expressions.map((expr, index) => {
      const groups = [{ name: 'g', rules: [{ record: 'r', expr }] }];
      writeFileSync(join(folder, `${index}.yml`), JSON.stringify({ groups }));
      return `${index}.yml`;
    });
    const { checked, errors } = await new Promise<{ checked: string; errors: string }>((resolve) => {
      const options = { cwd: folder, maxBuffer: 2 ** 26 };
      // It ends with 1 when it refuses a single file; what it says tells which.
      execFile(
        binary('promtool'),
        [...flags, 'check', 'rules', ...files],
        options,
        (_failed, checked, errors) => resolve({ checked, errors }),
      );
    });
    const accepted = checked.match(/SUCCESS: 1 rules found/g)?.length ?? 0;
    const refused = [...errors.matchAll(/^(\d+)\.yml: /gm)].map(([, index]) => expressions[Number(index)]!);
    if (accepted + refused.length !== expressions.length)
      throw new Error(
        `promtool answered for ${accepted + refused.length} of ${files.length} files:\n${errors}`,
      );
    return refused;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
