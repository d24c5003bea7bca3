/**
 * signalproof: what services expose, what is promised about them and where they run, as data.
 *
 * Queries are written with `signalproof/promql`, Kubernetes objects with `signalproof/cdk8s`, and alerts are proven
 * with `signalproof/testing`. Names of recorded series, labels and alerts are part of this API.
 * @packageDocumentation
 */
export { contract, type Contract } from './metrics/contract';
export {
  admits,
  oneOf,
  pattern,
  unbounded,
  valueCount,
  type LabelSchema,
  type LabelValues,
  type OneOf,
  type Pattern,
  type Unbounded,
  type ValueOf,
} from './metrics/labels';
export {
  counter,
  gauge,
  histogram,
  summary,
  type BaseUnit,
  type Countable,
  type Counter,
  type Gauge,
  type Histogram,
  type Metric,
  type Summary,
} from './metrics/metric';
export { probeMetrics } from './metrics/probe';
export { nativeHistogram, type NativeBuckets, type NativeHistogram } from './metrics/native-histogram';
export { anyOf, matching, not, notMatching, type ValueMatcher } from './promql/matchers';
export type { AlertRow } from './rules/alert';
export { targetsOf } from './rules/scope';
export { goldenSignals, type GoldenSignals } from './rules/golden-signals';
export {
  availabilitySlo,
  latencySlo,
  probeSlo,
  promqlSlo,
  ratioSlo,
  timeSliceSlo,
  type Slo,
} from './slo/slo';
export type { AvailabilitySlo } from './slo/kinds/availability';
export type { LatencySlo } from './slo/kinds/latency';
export type { ProbeSlo } from './slo/kinds/probe';
export type { PromqlSlo } from './slo/kinds/promql';
export type { RatioSlo } from './slo/kinds/ratio';
export type { Condition, Targets, TimeSliceSlo } from './slo/kinds/time-slice';
export { fault, type Fault } from './faults/fault';
export type { Change, PodSignals, Signals } from './faults/signals';
export { defineEnvironment, type Environment } from './catalog/environment';
export type { LocalProgram, LocalProgramProps, LocalRequest } from './catalog/local-program';
export type { PlacedService } from './catalog/placement';
export type {
  AlertProps,
  EnvironmentProps,
  EnvironmentSettings,
  ReceiverProps,
  SecretRef,
  ServiceProps,
  WorkloadSettings,
} from './catalog/props';
export { existing } from './catalog/existing';
export type { ExistingScrape } from './catalog/scrape/existing';
export { podMonitor, type PodMonitorScrape } from './catalog/scrape/pod-monitor';
export { probe, type ProbeScrape } from './catalog/scrape/probe';
export { pushed, type PushedScrape } from './catalog/scrape/pushed';
export { scrapeConfig, type ScrapeConfigScrape } from './catalog/scrape/scrape-config';
export { serviceMonitor, type ServiceMonitorScrape } from './catalog/scrape/service-monitor';
export type { Scrape } from './catalog/scrape/index';
export { defineService, type Service } from './catalog/service';
export { cronJob, type CronJobWorkload } from './catalog/workload/cron-job';
export { daemonSet, type DaemonSetWorkload } from './catalog/workload/daemon-set';
export { deployment, type DeploymentWorkload } from './catalog/workload/deployment';
export type { ExistingWorkload } from './catalog/workload/existing';
export type { Workload } from './catalog/workload/index';
export { statefulSet, type StatefulSetWorkload } from './catalog/workload/stateful-set';
export { defineStack, type Stack, type StackProps } from './catalog/stack';
export type { Finding, FindingSeverity, Place, Problem } from './findings/finding';
export { InvalidInput, sentence } from './findings/invalid-input';
export { mistake } from './findings/mistake';
export { parseInput } from './findings/parse-input';
