import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference } from '../../src/diff/compare';
import { EFFECTS } from '../../src/diff/effect';
import type { Proof } from '../../src/diff/proof';
import { binaryOf } from '../support/binaries';
import { ENGINE_NAMES } from '../support/engine-packages';
import { HARMFUL, HARMLESS, type HarmfulChange } from './corpus';
import { differenceAfter } from './fixture';

it('has 30 changes of each sort at least', () => {
  expect([HARMLESS.length >= 30, HARMFUL.length >= 30]).toEqual([true, true]);
});

describe('a harmless change is not reported as silencing', () => {
  it.each(HARMLESS)('$name', ({ change }) => {
    const { effects } = differenceAfter(change);
    expect(
      effects.filter(({ kind }) => EFFECTS[kind].fails || kind === 'later' || kind === 'unjudged'),
    ).toEqual([]);
  });
});

const compared = new Map<HarmfulChange, Difference>();

/** Compared once for all tests. */
function differenceOf(harmful: HarmfulChange): Difference {
  const difference = compared.get(harmful) ?? differenceAfter(harmful.change, harmful.base);
  compared.set(harmful, difference);
  return difference;
}

describe('a harmful change is found', () => {
  it.each(HARMFUL.map((harmful) => ({ ...harmful, harmful })))(
    '$name: $alert is $kind',
    ({ harmful, alert, kind, proven }) => {
      const { effects } = differenceOf(harmful);
      const found = effects.filter((effect) => effect.alert === alert && effect.kind === kind);
      expect(effects.map((effect) => `${effect.kind} ${effect.alert}`)).toContain(`${kind} ${alert}`);
      if (proven) expect(found.some(({ proof }) => proof !== undefined)).toBe(true);
    },
  );
});

describe('counterexamples pass before the change, and fail after it', () => {
  const SIDES = ['before', 'after'] as const;
  let folder: string;
  /** The first of each change that has one, with the folder of its files. */
  let proofs: readonly { readonly proof: Proof; readonly path: string }[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'diff-proofs-'));
    proofs = HARMFUL.filter(({ proven }) => proven).map((harmful, index) => {
      const { proof } = differenceOf(harmful).effects.find(
        (each) => each.alert === harmful.alert && each.kind === harmful.kind && each.proof !== undefined,
      )!;
      const path = join(folder, String(index));
      for (const side of SIDES) {
        mkdirSync(join(path, side), { recursive: true });
        for (const [file, text] of Object.entries(proof![side])) writeFileSync(join(path, side, file), text);
      }
      return { proof: proof!, path };
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const provenBy = (program: string) => proofs.filter(({ proof }) => proof.commands.before[0] === program);

  it.each(ENGINE_NAMES)('to promtool of the %s engines', (engine) => {
    const cases = provenBy('promtool');
    expect(cases.length).toBeGreaterThan(10);
    const [passed, failed] = SIDES.map((side) => {
      const files = cases.map(({ path }) => join(path, side, 'test.yml'));
      const { stdout, stderr } = spawnSync(binaryOf(engine, 'promtool'), ['test', 'rules', ...files], {
        encoding: 'utf8',
      });
      const verdicts = `${stdout}${stderr}`.match(/^ +(?:SUCCESS|FAILED)/gm) ?? [];
      return verdicts.map((verdict) => verdict.trim());
    });
    expect(passed).toEqual(cases.map(() => 'SUCCESS'));
    expect(failed).toEqual(cases.map(() => 'FAILED'));
  });

  it.each(ENGINE_NAMES)('to amtool of the %s engines', (engine) => {
    const cases = provenBy('amtool').slice(0, 4);
    const statuses = cases.map(({ proof, path }) =>
      SIDES.map((side) => {
        const [, ...args] = proof.commands[side];
        return spawnSync(binaryOf(engine, 'amtool'), args, { cwd: join(path, side) }).status;
      }),
    );
    expect(statuses).toEqual(cases.map(() => [0, 1]));
  });
});
