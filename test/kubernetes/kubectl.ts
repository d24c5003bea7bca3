import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A document of this content, as a file. */
export const documentOf = (content: string): string =>
  `kind: A\napiVersion: v1\nmetadata: {name: a}\n${content}\n`;

/** The answers of one run of the real kubectl for many documents; undefined for those that it refuses. */
export function kubectlReads(contents: readonly string[]): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  try {
    for (const [index, content] of contents.entries())
      writeFileSync(
        join(folder, `${index}.yaml`),
        documentOf(content).replace('{name: a}', `{name: a${index}}`),
      );
    const { stdout } = spawnSync(
      'kubectl',
      ['annotate', '--local', '--filename', folder, 'a=b', '--output=jsonpath={}{"\\n"}'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: process.env },
    );
    const answers = new Map<number, unknown>();
    // One object a line.
    for (const text of stdout.split('\n').filter((line) => line !== '')) {
      const { kind: _kind, apiVersion: _version, metadata, ...rest } = JSON.parse(text) as Answer;
      answers.set(Number(metadata.name.slice(1)), rest);
    }
    return contents.map((_content, index) => answers.get(index));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Answer {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly name: string };
}
