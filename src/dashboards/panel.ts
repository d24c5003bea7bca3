import type { InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import type { GrafanaWindow } from './grafana-expr';

/**
 * How a panel's numbers are written. Beside Grafana's own units: `suffix:` puts a text behind the number.
 * @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
 */
export const UNITS = {
  requestsPerSecond: 'reqps',
  /** 0 to 100. */
  percent: 'percent',
  /** 0 to 1, shown as 0 % to 100 %. */
  ratio: 'percentunit',
  /** Shown as µs, ms, s or min. */
  seconds: 's',
  /** A length of time in words: 3.5 days. */
  remainingSeconds: 'dtdurations',
  count: 'short',
  /** Multiples of what is allowed. */
  burnRate: 'suffix:×',
} as const;
export type Unit = keyof typeof UNITS;

/** A value from which on something has another colour. */
export interface Threshold {
  readonly from: number;
  readonly color: ThresholdColor;
}

export type ThresholdColor = 'green' | 'yellow' | 'red';

/** Below the first threshold. */
export type BaseColor = ThresholdColor | 'text';

/** What a panel asks Prometheus. */
export interface PanelQuery {
  readonly query: InstantVector;
  /** Grafana's template of a series' name, e.g. `{{endpoint}}`. */
  readonly legend: string;
  /**
   * What to put in place of the windows of the query.
   * @default they stay
   */
  readonly window?: GrafanaWindow;
  /** @default the palette's */
  readonly color?: ThresholdColor;
}

interface PanelBasics {
  /** Unique in its dashboard. */
  readonly title: string;
  /** What it shows, and what to do about it. */
  readonly description: string;
  readonly unit: Unit;
  /** Shown where there are no series: why that can be. */
  readonly noData: string;
  /** Symptom of the alert whose runbook says more. @default no link */
  readonly symptom?: string;
  /**
   * Shortest time between two points.
   * @default the dashboard's: the scrape interval
   */
  readonly interval?: Duration;
}

/** Lines over time; thresholds are dashed lines. */
export interface TimeSeriesSpec extends PanelBasics {
  readonly kind: 'time series';
  readonly queries: readonly PanelQuery[];
  /** @default none */
  readonly thresholds?: readonly Threshold[];
  /** @default where the data starts */
  readonly min?: number;
  /** @default where the data ends */
  readonly max?: number;
}

/** One number, as of now. */
export interface StatSpec extends PanelBasics {
  readonly kind: 'stat';
  readonly query: PanelQuery;
  /** @default none: one colour */
  readonly thresholds?: readonly Threshold[];
  /** Colour below the first threshold. @default 'text' */
  readonly base?: BaseColor;
  /** Digits behind the point. @default as Grafana thinks fit */
  readonly decimals?: number;
  /** What 0 means, in a word. @default 0 */
  readonly zero?: string | undefined;
  /** What a length of time of many years means, in a word. @default years */
  readonly never?: string | undefined;
}

/** Observations by bucket over time. */
export interface HeatmapSpec extends PanelBasics {
  readonly kind: 'heatmap';
  /** Rates of cumulative buckets by `le`. */
  readonly query: PanelQuery;
}

/** One row for each combination of labels, as of now. */
export interface TableSpec extends PanelBasics {
  readonly kind: 'table';
  /** The labels that make a row, with the titles of their columns; undefined for one that only links read. */
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly columns: readonly TableColumn[];
  /** How many rows to make room for; more are scrolled to. */
  readonly rows: number;
  /** Link from a label's column: label and address, which can name columns as `${__data.fields.<name>}`. */
  readonly links?: Readonly<Record<string, { readonly title: string; readonly url: string }>>;
  /** Title of the column by which rows are sorted, worst first. */
  readonly sortBy: { readonly column: string; readonly order: 'ascending' | 'descending' };
}

export interface TableColumn {
  readonly title: string;
  readonly query: InstantVector;
  readonly unit: Unit;
  /** @default none: plain text */
  readonly thresholds?: readonly Threshold[];
  /** Colour below the first threshold, if there are thresholds. @default 'green' */
  readonly base?: BaseColor;
  /** @default as Grafana thinks fit */
  readonly decimals?: number;
  /** What 0 means, in a word. @default 0 */
  readonly zero?: string | undefined;
  /** What a length of time of many years means, in a word. @default years */
  readonly never?: string | undefined;
}

/** A panel as data. How it is drawn is the business of panels/. */
export type PanelSpec = TimeSeriesSpec | StatSpec | HeatmapSpec | TableSpec;

/** Panels under one heading: each line of them shares the width of the page. */
export interface Section {
  readonly title: string;
  readonly lines: readonly (readonly PanelSpec[])[];
}
