import type { InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import type { GrafanaWindow } from './grafana-expr';

/**
 * Units of panels, with Grafana's names. `suffix:` appends a text to the number.
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
  milliseconds: 'ms',
  microseconds: 'µs',
  nanoseconds: 'ns',
  /** A length of time in words: 3.5 days. */
  remainingSeconds: 'dtdurations',
  count: 'short',
  /** Multiples of what is allowed. */
  burnRate: 'suffix:×',
} as const;
export type Unit = keyof typeof UNITS;

/** A value from which another colour applies. */
export interface Threshold {
  readonly from: number;
  readonly color: ThresholdColor;
}

export type ThresholdColor = 'green' | 'yellow' | 'red';

/** Below the first threshold. */
export type BaseColor = ThresholdColor | 'text';

export interface PanelQuery {
  readonly query: InstantVector;
  /** Name of the series as a template of Grafana, e.g. `{{endpoint}}`. */
  readonly legend: string;
  /**
   * Replaces the windows of the query.
   * @default not replaced
   */
  readonly window?: GrafanaWindow;
  /** @default from the palette */
  readonly color?: ThresholdColor;
}

interface PanelBasics {
  /** Unique in its dashboard. */
  readonly title: string;
  /** What the panel shows, and how to react. */
  readonly description: string;
  readonly unit: Unit;
  /** Shown without data: the possible reason. */
  readonly noData: string;
  /** Symptom of the alert whose runbook the panel links to. @default no link */
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

/** How one number is shown. */
interface ShownNumber {
  /** @default none: one colour */
  readonly thresholds?: readonly Threshold[];
  /** Colour below the first threshold. @default 'text' in a panel, 'green' in a column with thresholds */
  readonly base?: BaseColor;
  /** Digits behind the point. @default chosen by Grafana */
  readonly decimals?: number;
  /** Text shown for 0. @default 0 */
  readonly zero?: string | undefined;
  /** Text shown for a duration of 30 years or more. @default the duration */
  readonly never?: string | undefined;
}

export interface StatSpec extends PanelBasics, ShownNumber {
  readonly kind: 'stat';
  readonly query: PanelQuery;
}

/** Observations by bucket over time. */
export interface HeatmapSpec extends PanelBasics {
  readonly kind: 'heatmap';
  /** Rates of cumulative buckets by `le`. */
  readonly query: PanelQuery;
}

/** Current values, one row for each combination of labels. */
export interface TableSpec extends PanelBasics {
  readonly kind: 'table';
  /** Labels that identify a row, with the titles of their columns; undefined hides a label that only links use. */
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly columns: readonly TableColumn[];
  /** Number of rows for which the panel has space; with more it scrolls. */
  readonly rows: number;
  /** Links by label; a URL can contain columns as `${__data.fields.<name>}`. */
  readonly links?: Readonly<Record<string, { readonly title: string; readonly url: string }>>;
  /** Title of the column by which rows are sorted, worst first. */
  readonly sortBy: { readonly column: string; readonly order: 'ascending' | 'descending' };
}

export interface TableColumn extends ShownNumber {
  readonly title: string;
  readonly query: InstantVector;
  readonly unit: Unit;
}

/** A panel as data; `panels/` turns it into Grafana's JSON. */
export type PanelSpec = TimeSeriesSpec | StatSpec | HeatmapSpec | TableSpec;

/** Panels under one heading; the panels of a line share the width of the page. */
export interface Section {
  readonly title: string;
  readonly lines: readonly (readonly PanelSpec[])[];
}
