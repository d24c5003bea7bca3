import type { EventMetric } from './event-metrics';

/** What a simulation needs of a service. */
export interface Subject {
  readonly name: string;
  readonly namespace: string;
  /** Label `job` of its series. */
  readonly job: string;
  readonly pods: number;
  /** Seconds between scrapes, and after which one fails. */
  readonly interval: number;
  readonly timeout: number;
  /** Requests per second in healthy times. */
  readonly rate: number;
  readonly events: readonly EventMetric[];
  /** Samples that a healthy target may expose. @default no limit */
  readonly seriesBudget?: number;
  /** Names of the objectives that count slow requests, and of those that count failures. */
  readonly objectives: readonly { readonly name: string; readonly counts: 'bad' | 'slow' }[];
  /** Recorded events of objectives in one minute. @default the service has no objectives of this project */
  readonly tiles?: string;
}
