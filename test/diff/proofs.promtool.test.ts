import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof } from '../../src/diff/proof';
import { binary } from '../support/binaries';
import { HARMFUL } from './corpus';
import { differenceAfter } from './fixture';

const SIDES = ['before', 'after'] as const;

const folder = mkdtempSync(join(tmpdir(), 'diff-proofs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first counterexample of each change that has one. */
const proofs: readonly (readonly [name: string, proof: Proof])[] = HARMFUL.filter(({ proven }) => proven).map(
  ({ name, change, alert, kind }) => {
    const { effects } = differenceAfter(change);
    const found = effects.find(
      (each) => each.alert === alert && each.kind === kind && each.proof !== undefined,
    );
    return [name, found!.proof!];
  },
);

/** Writes the files of every proof, and returns their folders. */
const folders = proofs.map(([, proof], index) => {
  for (const side of SIDES) {
    mkdirSync(join(folder, String(index), side), { recursive: true });
    for (const [file, text] of Object.entries(proof[side]))
      writeFileSync(join(folder, String(index), side, file), text);
  }
  return join(folder, String(index));
});

const provenBy = (program: string) =>
  proofs.flatMap(([name, proof], index) =>
    proof.commands.before[0] === program ? [{ name, proof, path: folders[index]! }] : [],
  );

it('promtool passes each counterexample before the change, and fails each after it', () => {
  const cases = provenBy('promtool');
  expect(cases.length).toBeGreaterThan(10);
  const [passed, failed] = SIDES.map((side) => {
    const files = cases.map(({ path }) => join(path, side, 'test.yml'));
    const { stdout, stderr } = spawnSync(binary('promtool'), ['test', 'rules', ...files], {
      encoding: 'utf8',
    });
    const verdicts = `${stdout}${stderr}`.match(/^ +(?:SUCCESS|FAILED)/gm) ?? [];
    return verdicts.map((verdict) => verdict.trim());
  });
  expect(passed).toEqual(cases.map(() => 'SUCCESS'));
  expect(failed).toEqual(cases.map(() => 'FAILED'));
});

it('amtool passes each counterexample before the change, and fails each after it', () => {
  const cases = provenBy('amtool').slice(0, 4);
  const statuses = cases.map(({ proof, path }) =>
    SIDES.map((side) => {
      const [, ...args] = proof.commands[side];
      return spawnSync(binary('amtool'), args, { cwd: join(path, side) }).status;
    }),
  );
  expect(statuses).toEqual(cases.map(() => [0, 1]));
});
