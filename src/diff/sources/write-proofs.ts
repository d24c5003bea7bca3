import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../findings/invalid-input';
import { shellWord } from '../../findings/shell';
import type { Effect } from '../effect';

/** Writes every counterexample into a folder of its own, with a script that runs it on both sides. */
export function writeProofs(folder: string, effects: readonly Effect[]): void {
  try {
    for (const [index, { alert, proof }] of effects
      .filter((effect) => effect.proof !== undefined)
      .entries()) {
      const own = join(folder, `${String(index + 1).padStart(2, '0')}-${alert.replaceAll(/\W+/g, '-')}`);
      for (const side of ['before', 'after'] as const) {
        mkdirSync(join(own, side), { recursive: true });
        for (const [name, text] of Object.entries(proof![side])) writeFileSync(join(own, side, name), text);
      }
      writeFileSync(join(own, 'run.sh'), scriptOf(proof!));
    }
  } catch (error) {
    throw new InvalidInput({
      resource: `folder ${folder}`,
      path: '--tests',
      message: 'the counterexamples cannot be written',
      found: (error as NodeJS.ErrnoException).code,
      fix: 'name a folder that can be created',
    });
  }
}

const scriptOf = ({ commands }: NonNullable<Effect['proof']>): string =>
  [
    '#!/bin/sh',
    '# Succeeds if the test passes before the change and fails after it.',
    'set -eu',
    'cd "$(dirname "$0")"',
    `(cd before && ${commands.before.map(shellWord).join(' ')})`,
    `if (cd after && ${commands.after.map(shellWord).join(' ')}); then exit 1; fi`,
    '',
  ].join('\n');
