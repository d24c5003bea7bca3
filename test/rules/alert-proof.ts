import { runbookOf } from '../../src/rules/alert';
import { alertPrefix } from '../../src/rules/naming';
import { duration, seconds, type Duration } from '../../src/promql/window';
import type { ExpectedAlert, InputSeries, RuleCase } from '../../src/testing/rule-tests';

interface Scenario {
  /** What happens, as the rest of a sentence that starts with `when`. */
  readonly name: string;
  readonly inputSeries: readonly InputSeries[];
}

/** The alert fires at `firesAt`, and at no evaluation before. */
export interface FiringCase extends Scenario {
  readonly firesAt: Duration;
  /** Every alert of this name that fires then, as Alertmanager gets it. */
  readonly expected: readonly Required<ExpectedAlert>[];
}

/** The alert fires at no evaluation up to `until`. */
export interface SilentCase extends Scenario {
  readonly until: Duration;
}

/** The least there is to say about when an alert fires and when it does not. */
export interface AlertProof {
  readonly fires: readonly [FiringCase, ...FiringCase[]];
  /** The nearest cases that are no reason to tell anybody. */
  readonly silent: readonly [SilentCase, ...SilentCase[]];
}

/** By the alert's symptom. */
export type AlertProofs = Readonly<Record<string, AlertProof>>;

interface ProofRun {
  /** Service whose alerts are proven. */
  readonly service: string;
  /** Time between evaluations. */
  readonly interval: Duration;
  /** Series that are there in every case, and must not matter in any. @default none */
  readonly neighbours?: readonly InputSeries[];
}

/** What promtool is to check for the proofs of one service's alerts. */
export function casesOf(proofs: AlertProofs, run: ProofRun): readonly RuleCase[] {
  const { service, interval, neighbours = [] } = run;
  return Object.entries(proofs).flatMap(([symptom, { fires, silent }]) => {
    const alert = alertPrefix(service) + symptom;
    const quietAt = (evaluations: readonly Duration[]) =>
      evaluations.map((at) => ({ at, alert, expected: [] }));
    const before = (end: Duration) => evaluations(interval, seconds(end));
    return [
      ...fires.map(({ name, inputSeries, firesAt, expected }) => ({
        name: `${alert} fires after ${firesAt} when ${name}`,
        inputSeries: [...inputSeries, ...neighbours],
        alerts: [...quietAt(before(firesAt)), { at: firesAt, alert, expected }],
      })),
      ...silent.map(({ name, inputSeries, until }) => ({
        name: `${alert} stays silent when ${name}`,
        inputSeries: [...inputSeries, ...neighbours],
        alerts: quietAt([...before(until), until]),
      })),
    ];
  });
}

/** Times of the evaluations before `end` (seconds), from 0 on. */
function evaluations(interval: Duration, end: number): readonly Duration[] {
  const step = seconds(interval);
  return Array.from({ length: Math.ceil(end / step) }, (_, index) => duration(index * step));
}

/** One table of alerts, and what belongs to it. */
export interface ProvenTable {
  /** The table's name in the code. */
  readonly name: string;
  readonly rows: readonly { readonly symptom: string }[];
  readonly proofs: AlertProofs;
}

/** What is missing around the alerts of some tables, a sentence each; empty when nothing is. */
export function gapsOf(tables: readonly ProvenTable[], pages: readonly string[]): readonly string[] {
  return tables.flatMap(({ name, rows, proofs }) => [
    ...rows.flatMap((row) => {
      const proof: Partial<AlertProof> = proofs[row.symptom] ?? {};
      const page = runbookOf(row);
      return [
        ...((proof.fires ?? []).length > 0 ? [] : [`${name}: no case lets ${row.symptom} fire`]),
        ...((proof.silent ?? []).length > 0 ? [] : [`${name}: no case keeps ${row.symptom} silent`]),
        ...(pages.includes(page) ? [] : [`${name}: ${row.symptom} has no page docs/runbooks/${page}`]),
      ];
    }),
    ...Object.keys(proofs)
      .filter((symptom) => rows.every((row) => row.symptom !== symptom))
      .map((symptom) => `${name}: ${symptom} is proven but is no alert`),
  ]);
}

/** Pages that no alert of any table links to. */
export function orphansOf(tables: readonly ProvenTable[], pages: readonly string[]): readonly string[] {
  const linked = tables.flatMap(({ rows }) => rows.map(runbookOf));
  return pages.filter((page) => !linked.includes(page));
}
