import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** What the compiler prints about files that use the library, by their names. Nothing where all of them compile. */
export function compilerOutput(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    const options = { noUnusedLocals: false, typeRoots: [join(ROOT, 'node_modules', '@types')] };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions: options, include: ['.'] }),
    );
    return execFileSync(process.execPath, [TSC, '-p', folder], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
