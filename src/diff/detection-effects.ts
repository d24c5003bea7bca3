import { namesRead, readingOf, recordingsFor, type Reading } from './recording-graph';
import { compareInCases, type Comparison } from './cases/search';
import type { Tried } from './cases/run';
import type { Effect } from './effect';
import type { RulePair } from './pair-rules';
import { firingExpr, promtoolProof, type Proof } from './proof';
import { duration } from '../promql/window';
import type { RecordingVerdict } from './recording-verdict';
import type { Side } from './side';
import { narrowing } from './thresholds';
import { sameMeaning, type WatchedRule } from './watched-rules';

/** An effect of changed rules on one alert. */
export type RuleEffect = Pick<Effect, 'kind' | 'reason' | 'proof'>;

/** What deciding about one alert needs. */
export interface Compared {
  readonly before: Side;
  readonly after: Side;
  /** Names of recorded series whose rules changed. */
  readonly changed: ReadonlySet<string>;
  readonly verdictOn: (recording: string) => RecordingVerdict;
}

/** What a change of rules does to when an alert fires. */
export function detectionEffects(pair: RulePair, compared: Compared): readonly RuleEffect[] {
  const { before, after } = pair;
  const reading = readingOf(
    [before, after],
    [compared.before, compared.after],
    new Set([...compared.changed, ...readByOne(pair, compared)]),
  );
  const sameExpr = sameMeaning(before, after);
  if (sameExpr && reading.changed.length === 0) return sameExpression(pair, compared);
  if (before.expr === undefined || after.expr === undefined)
    return [{ kind: 'unjudged', reason: 'its expression changed, and was not read' }];
  const gone = reading.changed.filter((name) => !compared.after.recordings.has(name));
  const found =
    reading.expanded === undefined
      ? undefined
      : compareInCases(tried(before, compared.before, reading), tried(after, compared.after, reading));
  const effects = found === undefined ? [] : effectsOf(pair, found, compared, reading);
  if (found !== undefined && found.fired > 0) return effects;
  // No case was found in which it fires: what it reads decides.
  return byRecordings(pair, reading, compared, sameExpr, gone, found?.unsupported);
}

/** Recorded series that one side reads, while the other may read what they are computed from. */
function readByOne({ before, after }: RulePair, compared: Compared): readonly string[] {
  const [usual, now] = [namesRead(before), namesRead(after)];
  return [
    ...usual.filter((name) => !now.includes(name) && compared.before.recordings.has(name)),
    ...now.filter((name) => !usual.includes(name) && compared.after.recordings.has(name)),
  ];
}

/** With a lower limit a rule may fail, and then its alert does not fire. */
export function limitEffects({ before, after }: RulePair): readonly RuleEffect[] {
  const isLower = after.limit > 0 && (before.limit === 0 || after.limit < before.limit);
  if (!isLower) return [];
  return [
    {
      kind: 'suppressed',
      reason: `its group has limit ${after.limit}: with more results the rule fails, and none of them fires`,
    },
  ];
}

/** The order of numbers decides where functions are not simulated. */
function byThresholds({ before, after }: RulePair): RuleEffect | undefined {
  if (before.expr === undefined || after.expr === undefined) return undefined;
  const found = narrowing(before.expr, after.expr);
  if (found === undefined) return undefined;
  return found.kind === 'fewer'
    ? { kind: 'silenced', reason: `it no longer fires for some values for which it did: ${found.what}` }
    : { kind: 'new', reason: `it fires for values for which it did not: ${found.what}` };
}

function byRecordings(
  pair: RulePair,
  { changed }: Reading,
  { verdictOn }: Compared,
  sameExpr: boolean,
  gone: readonly string[],
  unsupported: string | undefined,
): readonly RuleEffect[] {
  const verdicts = changed.map(verdictOn);
  const bad = verdicts.find(({ kind }) => kind === 'gone' || kind === 'lost' || kind === 'differs');
  if (bad !== undefined)
    return [
      {
        kind: 'silenced',
        reason: `it reads a recorded series that changed: ${bad.reason}`,
        ...(bad.proof === undefined ? {} : { proof: bad.proof }),
      },
    ];
  if (sameExpr && gone.length === 0 && verdicts.every(({ kind }) => kind === 'equal')) return [];
  const [unknown] = verdicts.filter(({ kind }) => kind === 'unknown');
  const narrowed = unknown === undefined && gone.length === 0 ? byThresholds(pair) : undefined;
  if (narrowed !== undefined) return [narrowed];
  return [
    {
      kind: 'unjudged',
      reason:
        unknown?.reason ??
        `its expression changed, and ${unsupported ?? 'no case was found in which it fires'}`,
    },
  ];
}

const tried = (rule: WatchedRule, side: Side, { expanded = [] }: Reading): Tried => ({
  expr: rule.expr!,
  for: rule.for,
  recordings: recordingsFor(expanded, side),
});

function effectsOf(
  { before, after }: RulePair,
  found: Comparison,
  compared: Compared,
  { expanded = [] }: Reading,
): readonly RuleEffect[] {
  const proof = (at: Comparison['lost']): Proof =>
    promtoolProof(
      { name: before.name, expr: firingExpr(before, at!.labels), case: at!.case, at: at!.at },
      [...rulesFor(expanded, compared.before), before],
      [...rulesFor(expanded, compared.after), withLabels(after, before)],
    );
  const changed = expanded.filter((name) => compared.changed.has(name));
  const what = changed.length === 0 ? 'its expression' : `its expression or ${changed.join(', ')}`;
  if (found.lost !== undefined)
    return [
      {
        kind: 'silenced',
        reason:
          found.both === 0
            ? `after the change of ${what}, it fires in none of the cases in which it fired`
            : `after the change of ${what}, it no longer fires in a case in which it did`,
        proof: proof(found.lost),
      },
    ];
  return [
    ...(found.later === undefined
      ? []
      : [
          {
            kind: 'later' as const,
            reason: `it fires up to ${duration(found.later.by)} later in a case that was tried`,
            proof: proof(found.later),
          },
        ]),
    ...(found.earlier === undefined
      ? []
      : [
          {
            kind: 'earlier' as const,
            reason: `it fires up to ${duration(found.earlier.by)} earlier in a case that was tried`,
          },
        ]),
    ...(found.gained === undefined
      ? []
      : [{ kind: 'new' as const, reason: 'it fires in cases in which it did not' }]),
  ];
}

/** Only whether it fires is compared: changed labels are a matter of routes. */
const withLabels = (rule: WatchedRule, { name, labels }: WatchedRule): WatchedRule => ({
  ...rule,
  name,
  labels,
});

const rulesFor = (names: readonly string[], { recordings }: Side): readonly WatchedRule[] =>
  names.flatMap((name) => recordings.get(name) ?? []);

/** The expression is the same: `for` and the interval of the group decide. */
function sameExpression({ before, after }: RulePair, compared: Compared): readonly RuleEffect[] {
  const by = after.for + after.interval - before.for - before.interval;
  if (by === 0) return [];
  const reason = `for ${duration(before.for)} every ${duration(before.interval)} is now for ${duration(after.for)} every ${duration(after.interval)}`;
  if (by < 0) return [{ kind: 'earlier', reason }];
  if (before.expr === undefined || after.for <= before.for) return [{ kind: 'later', reason }];
  const none: Reading = { changed: [], expanded: [] };
  const found = compareInCases(tried(before, compared.before, none), tried(after, compared.after, none));
  if (found.lost !== undefined && found.both === 0)
    return effectsOf({ before, after }, found, compared, none).map((effect) => ({
      ...effect,
      reason: `its results never last as long: ${reason}`,
    }));
  const proof = found.later === undefined ? [] : effectsOf({ before, after }, found, compared, none);
  const later = proof.find(({ kind }) => kind === 'later')?.proof;
  return [{ kind: 'later', reason, ...(later === undefined ? {} : { proof: later }) }];
}

/** An expression without results. */
const NOTHING: Tried['expr'] = {
  node: 'binary',
  operator: '>',
  left: { node: 'call', name: 'vector', args: [{ node: 'number', value: 0 }] },
  right: { node: 'number', value: 1 },
};

/** A case in which an alert fires that is gone. */
export function proofOfRemoval(rule: WatchedRule): Pick<Effect, 'proof'> {
  if (rule.expr === undefined) return {};
  const none = new Map();
  const { lost } = compareInCases(
    { expr: rule.expr, for: rule.for, recordings: none },
    { expr: NOTHING, for: 0, recordings: none },
  );
  if (lost === undefined) return {};
  return {
    proof: promtoolProof(
      { name: rule.name, expr: firingExpr(rule), case: lost.case, at: lost.at },
      [rule],
      [],
    ),
  };
}
