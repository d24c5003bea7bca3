import { compareValues, type ValueDifference } from './cases/search';
import { labelsText, seriesText } from './cases/series-text';
import type { PairedRules } from './pair-rules';
import { promtoolProof, type Proof } from './proof';
import type { Side } from './side';
import { sameMeaning, type WatchedRule } from './watched-rules';

/** What changed about a recorded series. */
export interface RecordingVerdict {
  /** `equal`: no case shows a difference. `unknown`: it could not be compared. */
  readonly kind: 'gone' | 'lost' | 'differs' | 'equal' | 'unknown';
  /** As a clause about the series. */
  readonly reason: string;
  readonly proof?: Proof;
}

const WORST: readonly RecordingVerdict['kind'][] = ['gone', 'lost', 'differs', 'unknown', 'equal'];

/** The worst of what happens to the series of one name, each rule by itself. */
export function verdictOnRecording(
  name: string,
  before: Side,
  after: Side,
  paired: PairedRules,
): RecordingVerdict {
  const own = (before.recordings.get(name) ?? []).map((rule) => {
    const pair = paired.pairs.find((each) => each.before === rule);
    return pair === undefined || pair.after.name !== name
      ? goneVerdict(rule, pair?.after.name, after)
      : compared(rule, pair.after);
  });
  return own.reduce<RecordingVerdict>(
    (worst, one) => (WORST.indexOf(one.kind) < WORST.indexOf(worst.kind) ? one : worst),
    { kind: 'equal', reason: `${name} is new` },
  );
}

function goneVerdict(rule: WatchedRule, renamed: string | undefined, after: Side): RecordingVerdict {
  const left = after.recordings.has(rule.name) ? ` with ${labelsText(rule.labels)}` : '';
  return {
    kind: 'gone',
    reason:
      renamed === undefined
        ? `${rule.name}${left} is no longer recorded`
        : `${rule.name}${left} is renamed to ${renamed}`,
  };
}

function compared(before: WatchedRule, after: WatchedRule): RecordingVerdict {
  if (sameMeaning(before, after) && JSON.stringify(before.labels) === JSON.stringify(after.labels))
    return { kind: 'equal', reason: `${before.name} is unchanged` };
  const changedLabel = Object.entries(before.labels).find(([label, value]) => after.labels[label] !== value);
  if (changedLabel !== undefined)
    return {
      kind: 'lost',
      reason: `${before.name} no longer has ${changedLabel[0]}="${changedLabel[1]}"`,
    };
  if (before.expr === undefined || after.expr === undefined)
    return { kind: 'unknown', reason: `${before.name} has an expression that was not read` };
  const { found, results, unsupported } = compareValues(
    { expr: before.expr, for: 0, recordings: new Map() },
    { expr: after.expr, for: 0, recordings: new Map() },
  );
  if (found === undefined)
    return results > 0
      ? { kind: 'equal', reason: `${before.name} has the same results in ${results} cases` }
      : {
          kind: 'unknown',
          reason: `${before.name} was not compared, as ${unsupported ?? 'no case was found in which it has results'}`,
        };
  const { after: value, before: usual, at, case: given } = found;
  const series = seriesText(before.name, { ...lackedBy(found), ...found.labels, ...before.labels });
  const middle = value === undefined ? undefined : (value + usual) / 2;
  const expr =
    middle === undefined ? `group(${series})` : `group(${series} ${usual > middle ? '>' : '<'} ${middle})`;
  return {
    kind: value === undefined ? 'lost' : 'differs',
    reason:
      value === undefined
        ? `${before.name} no longer has results that it had`
        : `${before.name} has other results, e.g. ${rounded(value)} instead of ${rounded(usual)}`,
    proof: promtoolProof({ name: before.name, expr, case: given, at }, [before], [after]),
  };
}

/** Labels of the case that the result does not have: others that lack only its value may have them. */
function lackedBy({ case: given, labels }: ValueDifference): Readonly<Record<string, string>> {
  const all = given.series.flatMap((each) => Object.keys(each.labels));
  return Object.fromEntries(all.filter((label) => !(label in labels)).map((label) => [label, '']));
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
