import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../src/findings/invalid-input';
import { parse } from '../../src/promql/parse';
import { format, print } from '../../src/promql/print';
import type { Program } from '../program';
import { seed } from './seeds';

const FILE = 'expressions.txt';

/** The parser and both printers: what was read and printed is read as the same again. */
export const promql: Program = {
  name: 'promql',
  sets: [[seed(FILE, 'text')]],
  exitCodes: [0],
  run: async ({ input }) => {
    for (const text of readFileSync(join(input, FILE), 'utf8').split('\n')) readsAgain(text);
  },
};

function readsAgain(text: string): void {
  let expr;
  try {
    expr = parse(text);
  } catch (error) {
    if (error instanceof InvalidInput) return;
    throw error;
  }
  const printed = print(expr);
  for (const again of [printed, format(expr)])
    if (print(parse(again)) !== printed) throw new Error(`${text} was printed as ${again}`);
}
