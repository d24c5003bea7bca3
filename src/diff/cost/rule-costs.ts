import { withoutName } from '../../certify/engine/join';
import type { Expr } from '../../promql/expr';
import { groupBy } from '../../findings/group-by';
import { namesRead } from '../recording-graph';
import type { Side } from '../side';
import type { WatchedRule } from '../watched-rules';
import { mentionedIn, type Mentioned } from './label-values';
import { readsOf, type Reader } from './reads';
import { sourceSeries } from './source-series';
import { Store, type StoredSeries } from './stored';
import { TimeShares } from './time-share';

export interface RuleCost {
  readonly rule: WatchedRule;
  /** Samples that its evaluations read in an hour. */
  readonly samples: number;
  /** Series that it records. */
  readonly series: number;
  readonly recorded: number;
}

export interface SideCost {
  /** Every series that the rules read, by name. */
  readonly store: ReadonlyMap<string, readonly StoredSeries[]>;
  readonly rules: readonly RuleCost[];
  /** Names of metrics whose number of series is assumed. */
  readonly assumed: readonly string[];
}

/** Recorded series settle in so many rounds: each lets one more step of the rules follow. */
const MOST_ROUNDS = 12;

/** Predicts what the rules of a side read and record, in times without an incident. */
export function predictedCost(side: Side, mentioned: ReadonlyMap<string, Mentioned>): SideCost {
  const placed = placedRules(side.rules);
  const scraped = new Map<string, readonly StoredSeries[]>();
  const assumed: string[] = [];
  for (const [name, about] of mentioned) {
    if (side.recordings.has(name)) continue;
    const found = sourceSeries(name, about, side);
    scraped.set(name, found.series);
    if (found.assumed) assumed.push(name);
  }
  const shares = new TimeShares();
  const recorded = recordedBy(placed, scraped, shares);
  const store = new Store(scraped, recorded);
  return {
    assumed,
    store: new Map([...scraped, ...recorded]),
    rules: placed.map(({ rule, reader }) => {
      const { samples, results } = readsOf(rule.expr, store, reader, shares);
      const perHour = 3600 / rule.interval;
      const isRecording = rule.kind === 'record';
      return {
        rule,
        samples: samples * perHour,
        series: isRecording ? results.length : 0,
        recorded: isRecording ? perHour * results.reduce((sum, { value }) => sum + value, 0) : 0,
      };
    }),
  };
}

interface PlacedRule {
  readonly rule: WatchedRule & { readonly expr: Expr };
  readonly reader: Reader;
}

function placedRules(rules: readonly WatchedRule[]): readonly PlacedRule[] {
  return rules.flatMap((rule, position): readonly PlacedRule[] => {
    const { expr, object, group, interval, kind, name } = rule;
    if (expr === undefined) return [];
    const own = `${object.namespace ?? ''}/${object.name}/${group}`;
    return [
      {
        rule: { ...rule, expr },
        reader: { group: own, position, every: interval, ...(kind === 'record' ? { record: name } : {}) },
      },
    ];
  });
}

/** What recording rules store once what they read of each other has settled. */
function recordedBy(
  rules: readonly PlacedRule[],
  scraped: ReadonlyMap<string, readonly StoredSeries[]>,
  shares: TimeShares,
): ReadonlyMap<string, readonly StoredSeries[]> {
  const recording = rules.filter(({ rule }) => rule.kind === 'record');
  const names = new Map(recording.map((placed) => [placed, namesRead(placed.rule)]));
  const byRule = new Map<PlacedRule, readonly StoredSeries[]>();
  let recorded: ReadonlyMap<string, readonly StoredSeries[]> = new Map();
  let changed: ReadonlySet<string> | undefined;
  for (let round = 0; round < MOST_ROUNDS && changed?.size !== 0; round += 1) {
    const store = new Store(scraped, recorded);
    const next = new Set<string>();
    for (const placed of recording) {
      if (changed !== undefined && !names.get(placed)!.some((name) => changed!.has(name))) continue;
      const series = storedBy(placed, store, shares);
      if (textOf(series) !== textOf(byRule.get(placed) ?? [])) next.add(placed.rule.name);
      byRule.set(placed, series);
    }
    recorded = new Map(
      [...groupBy([...byRule], ([{ rule }]) => rule.name)].map(([name, all]) => [
        name,
        all.flatMap(([, series]) => series),
      ]),
    );
    changed = next;
  }
  return recorded;
}

function storedBy({ rule, reader }: PlacedRule, store: Store, shares: TimeShares): readonly StoredSeries[] {
  return readsOf(rule.expr, store, reader, shares).results.map(({ labels, value }) => ({
    labels: { ...withoutName(labels), ...rule.labels },
    duty: value,
    every: rule.interval,
    rule: reader,
  }));
}

const textOf = (series: readonly StoredSeries[]): string =>
  JSON.stringify(series.map(({ labels, duty }) => [labels, duty]));

/** What the rules of some sides say of the metrics that they read. */
export const mentionedBy = (sides: readonly Side[]): ReadonlyMap<string, Mentioned> =>
  mentionedIn(sides.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr ?? [])));
