import type { Labels } from '../../kubernetes/object';

/** Targets, rules and configuration of a running Prometheus. */
export interface LiveFacts {
  /** Its address, for findings. */
  readonly url: string;
  /** Now, in seconds since 1970, by the clock of Prometheus. */
  readonly time: number;
  /** When it started, in seconds since 1970. */
  readonly startTime: number;
  readonly jobs: readonly LiveJob[];
  readonly targets: readonly LiveTarget[];
  /** Discovered and then dropped by relabeling. */
  readonly dropped: readonly { readonly pool: string; readonly discovered: Labels }[];
  readonly rules: readonly LiveRule[];
  /** Series count of each metric that rules read, by job; a metric without series is absent. */
  readonly series: ReadonlyMap<string, readonly { readonly labels: Labels; readonly count: number }[]>;
}

/** One scrape job of the configuration that is loaded. */
export interface LiveJob {
  readonly name: string;
  /** Seconds. */
  readonly interval: number;
}

export interface LiveTarget {
  /** The job of the configuration, e.g. `serviceMonitor/monitoring/order-api/0`. */
  readonly pool: string;
  readonly url: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  /** In seconds since 1970; 0 before the first. */
  readonly lastScrape: number;
  readonly labels: Labels;
  readonly discovered: Labels;
}

export interface LiveRule {
  readonly group: string;
  readonly name: string;
  readonly kind: 'record' | 'alert';
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError: string;
  readonly expression: string;
}
