import fc from '../support/fast-check';
import type { Expr } from '../../src/promql/expr';
import type { Parsed } from '../../src/promql/expr-parser';
import { quotedNames } from '../../src/promql/quoted-names';
import { tryParse } from '../../src/promql/try-parse';
import { ENGINE, type Engine } from '../support/engines';
import { oddPromql } from './odd-promql';
import { mutatedPromql, writtenPromql } from './random-promql';
import { refusedByPromtool } from './refused-by-promtool';

/** Texts about which the parser and promtool may differ. */
interface Kind {
  readonly reason: string;
  readonly example: string;
  /** Engines with the difference. */
  readonly engines: readonly Engine['name'][];
  readonly applies: (text: string, parsed: Parsed) => boolean;
}

const EACH = ['newest', 'oldest'] as const;

const unread = (feature: RegExp) => (_text: string, parsed: Parsed) =>
  'unread' in parsed && feature.test(parsed.feature);
const read = (is: (text: string, expr: Expr) => boolean) => (text: string, parsed: Parsed) =>
  'expr' in parsed && is(text, parsed.expr);
const refused = (is: RegExp) => (text: string, parsed: Parsed) => 'error' in parsed && is.test(text);

const KINDS: readonly Kind[] = [
  {
    reason: 'not read: functions that need a flag, or that only some versions have',
    example: 'limitk(2, up)',
    engines: EACH,
    applies: unread(/^function /),
  },
  {
    reason:
      'not read: durations with a sign, with arithmetic or without a unit, of which Prometheus 3 takes most',
    example: 'rate(up[300])',
    engines: EACH,
    applies: unread(/^durations with arithmetic or without a unit$/),
  },
  {
    reason: 'not read: numbers with underscores, and durations as numbers, which Prometheus 3 takes',
    example: '1_000 + 5m',
    engines: EACH,
    applies: unread(/^newer syntax$/),
  },
  {
    reason: 'not read: labels with a colon, which Prometheus 3 takes in lists',
    example: 'sum by (a:b) (up)',
    engines: EACH,
    applies: unread(/^labels with a colon$/),
  },
  {
    reason: 'not read: modifiers that need a flag',
    example: 'rate(up[5m] anchored)',
    engines: EACH,
    applies: unread(/^modifier /),
  },
  {
    reason: 'not read: an empty name in quotes, or two of them, which select nothing',
    example: `{a="b",''}`,
    engines: EACH,
    applies: unread(/^names in quotes$/),
  },
  {
    reason: 'read for Prometheus 3: quotes around a name that needs none, which is printed without',
    example: '{"up"}',
    engines: ['oldest'],
    applies: read((text) => /[{(,]\s*(["'`])[\w:\\]+\1\s*(?:[,})=]|!)/.test(text)),
  },
  {
    reason: 'refused: a name in quotes beside __name__, which together select nothing',
    example: '{"up",__name__="x"}',
    engines: ['newest'],
    applies: refused(/\{(?:[^}]*,)?\s*(["'`])[^"'`]*\1\s*,[^}]*__name__\s*=/),
  },
  {
    reason: 'read for Prometheus 3: names in quotes, which the doctor reports for Prometheus 2',
    example: '{"http.server.duration"}',
    engines: ['oldest'],
    applies: read((_text, expr) => quotedNames(expr).length > 0),
  },
  {
    reason: 'read for Prometheus 3: offset 0s, which is printed as none',
    example: 'up offset 0s',
    engines: ['oldest'],
    applies: read((text) => /offset\s*-?\s*0s/i.test(text)),
  },
  {
    reason: 'refused: bytes that are no UTF-8, which no label value has',
    example: String.raw`up{a="\xff"}`,
    engines: EACH,
    applies: refused(/\\xff/),
  },
  {
    reason: 'refused: a single letter or underscore behind the duration of a range, which Prometheus skips',
    example: 'up[5m _]',
    engines: EACH,
    applies: refused(/\[[^\]]*\d(ms|[smhdwy])?\s+[a-z_]\s*\]/i),
  },
  {
    reason: 'refused: a metric named offset, which the grammar takes for the modifier',
    example: '1 + offset',
    engines: EACH,
    applies: refused(/(^|[-+*/%^<>=(,]|\b(and|or|unless|bool|atan2)\b)\s*offset\b/i),
  },
];

/** More or other texts: `TEXTS=9999 SEED=7 npx jest test/promql/differential`. */
const seed = Number(process.env['SEED'] ?? 21);
const count = Number(process.env['TEXTS'] ?? 1500);
/** A third of the texts, which differ. */
const sample = (texts: fc.Arbitrary<string>) =>
  [...new Set(fc.sample(texts, { seed, numRuns: count }))].filter((text) => text !== '').slice(0, count / 3);
const texts = [...sample(writtenPromql), ...sample(mutatedPromql), ...sample(oddPromql)];
const kinds = KINDS.filter(({ engines }) => engines.includes(ENGINE.name));

test('random texts are PromQL to the parser where they are to promtool', async () => {
  const refusals = new Set(await refusedByPromtool([...texts, ...kinds.map(({ example }) => example)]));
  /** Why the verdicts differ: undefined where they agree, and a text that no kind explains. */
  const difference = (text: string): string | undefined => {
    const parsed = tryParse(text);
    const promtool = refusals.has(text) ? 'refuses' : 'takes';
    if (promtool === 'takes' ? 'expr' in parsed : 'error' in parsed) return undefined;
    const kind = kinds.find(({ applies }) => applies(text, parsed));
    return (
      kind?.reason ?? `promtool ${promtool} ${text}, the parser: ${'error' in parsed ? parsed.error : 'read'}`
    );
  };
  const reasons = KINDS.map(({ reason }) => reason);
  expect(texts.map(difference).filter((found) => found !== undefined && !reasons.includes(found))).toEqual(
    [],
  );
  // No kind outlives its difference.
  expect(kinds.map(({ example }) => difference(example))).toEqual(kinds.map(({ reason }) => reason));
  expect(texts).toHaveLength(count);
  const refusedTexts = texts.filter((text) => refusals.has(text)).length;
  expect(refusedTexts).toBeGreaterThan(0.3 * count);
  expect(refusedTexts).toBeLessThan(0.83 * count);
});
