import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface OutputFile {
  readonly path: string;
  /** Read once, when the file is written: texts of many files need not be held together. */
  readonly content: string;
}

export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
