import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from '../../support/fast-check';
import { templateError } from '../../../src/doctor/expressions/template-syntax';
import { binary } from '../../support/binaries';
import { ENGINE, type Engine } from '../../support/engines';
import { mutatedTemplate, writtenTemplate } from './random-templates';

/** More of them: `TEMPLATES=10000 SEED=7 npx jest test/doctor/expressions/template-differential`. */
const count = Number(process.env['TEMPLATES'] ?? 1000);
const seed = Number(process.env['SEED'] ?? 13);

/** As many that differ, half of each kind. */
const sample = (texts: fc.Arbitrary<string>): readonly string[] =>
  [...new Set(fc.sample(texts, { seed, numRuns: count * 2 }))]
    .filter((text) => text.includes('{{'))
    .slice(0, count / 2);

/** Which of these promtool refuses in an annotation, each in a file of its own, all in one call. */
function refused(texts: readonly string[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  const files = texts.map((text, index) => {
    const rules = [{ alert: 'A', expr: 'up', annotations: { text } }];
    writeFileSync(join(folder, `${index}.yml`), JSON.stringify({ groups: [{ name: 'g', rules }] }));
    return `${index}.yml`;
  });
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(binary('promtool'), ['check', 'rules', ...files], options);
  rmSync(folder, { recursive: true });
  const found = new Map(
    [...run.stderr.matchAll(/^(\d+)\.yml: (.*)$/gm)].map(
      ([, index, error]) => [texts[Number(index)]!, error!] as const,
    ),
  );
  const accepted = run.stdout.match(/SUCCESS: 1 rules found/g)?.length ?? 0;
  if (accepted + found.size !== texts.length)
    throw new Error(`promtool answered for ${accepted + found.size} of ${texts.length} files`);
  return found;
}

/** Templates about which our reader and promtool differ. */
interface Kind {
  readonly reason: string;
  readonly example: string;
  /** Engines with the difference. */
  readonly engines: readonly Engine['name'][];
  /** On the error of promtool. */
  readonly applies: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    reason: 'read for newer versions: functions that Prometheus has since 3.6',
    example: '{{ now | toDuration }}',
    engines: ['newest', 'oldest'],
    applies: /function "(now|toDuration|urlQueryEscape)" not defined/,
  },
  {
    reason: 'read for newer versions: else with, which Go has since 1.23',
    example: '{{ with $value }}a{{ else with $labels }}b{{ end }}',
    engines: ['oldest'],
    applies: /unexpected <with> in else/,
  },
];
const kinds = KINDS.filter(({ engines }) => engines.includes(ENGINE.name));

test('random templates are rejected where promtool rejects them', () => {
  const texts = [...new Set([...sample(writtenTemplate), ...sample(mutatedTemplate)])];
  const refusals = refused([...texts, ...kinds.map(({ example }) => example)]);
  const differences = texts.flatMap((text) => {
    const [theirs, ours] = [refusals.get(text), templateError(text)?.message];
    const isKnown = kinds.some(({ applies }) => applies.test(theirs ?? ''));
    return (theirs === undefined) === (ours === undefined) || isKnown ? [] : [{ text, theirs, ours }];
  });
  expect(differences).toEqual([]);
  // No kind outlives its difference.
  expect(kinds.filter(({ example, applies }) => !applies.test(refusals.get(example) ?? ''))).toEqual([]);
  expect(texts.length).toBeGreaterThan(count * 0.9);
  expect(refusals.size).toBeGreaterThan(texts.length * 0.3);
  expect(refusals.size).toBeLessThan(texts.length * 0.8);
});
