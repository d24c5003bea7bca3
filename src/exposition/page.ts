/**
 * The two text formats that Prometheus scrapes.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export type PageFormat = 'text' | 'openmetrics';

/** What a family says it is; `unknown` also where it says nothing (the text format calls it `untyped`). */
export type FamilyType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'summary'
  | 'unknown'
  | 'info'
  | 'stateset'
  | 'gaugehistogram';

/** Label name to value. A map, because `__proto__` is a legal label name. */
export type Labels = ReadonlyMap<string, string>;

/** A request, say, that a sample points to (OpenMetrics). */
export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  /** Unix time. */
  readonly timestampSeconds?: number;
}

/** One line with a value. */
export interface Sample {
  /** Name of the series, with the suffix that its family gives it. */
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  /** Unix time. @default the time of the scrape */
  readonly timestampSeconds?: number;
  readonly exemplar?: Exemplar;
  /** Of the last TYPE line before it, whatever that is about. @default none */
  readonly typeAbove?: FamilyType;
  /** From 1. */
  readonly line: number;
}

/** The samples below one TYPE line. */
export interface Family {
  /** As the TYPE line has it; without one, the name of the series. */
  readonly name: string;
  readonly type: FamilyType;
  readonly help?: string;
  readonly unit?: string;
  /** Where it is first named, from 1. */
  readonly line: number;
  readonly samples: readonly Sample[];
}

/** Something that the format does not allow. */
export interface Defect {
  /** From 1. */
  readonly line: number;
  /** What is wrong, as the rest of a sentence that starts with the line. */
  readonly message: string;
  readonly found: unknown;
  readonly fix: string;
  /** Whether Prometheus refuses the whole page for it; otherwise it reads on, and other programs may not. */
  readonly refused: boolean;
  /** Whether Prometheus 2 refuses the whole page for it, and Prometheus 3 does not. @default false */
  readonly since3?: true;
}

export interface Page {
  readonly format: PageFormat;
  readonly families: readonly Family[];
  /** Whether so many lines are refused that those behind them were not read. */
  readonly gaveUp: boolean;
  /** In the order of their lines. */
  readonly defects: readonly Defect[];
}
