import { goldenSignalRecords, sloRecords } from './naming';

/** What each recorded series means, for the tables in the documentation. */
const GOLDEN_SIGNALS: Readonly<Record<keyof typeof goldenSignalRecords, string>> = {
  requestRate: 'requests per second',
  errorPercentage: 'failed requests in percent; 0 without errors, no sample without traffic',
  latencyP50: 'median latency in seconds',
  latencyP95: '95th percentile of the latency in seconds',
  latencyP99: '99th percentile of the latency in seconds',
  cpuUsage: 'CPU cores in use, by pod',
  memoryUtilization: 'memory in use by pod, as a share of its limit',
};

const SLOS: Readonly<Record<keyof typeof sloRecords, string>> = {
  minuteEvents: 'events in one minute, all and bad ones',
  events: 'events in five minutes, all and bad ones',
  eventsByHour: 'the same, split by even and odd clock hours (intermediate result for the period)',
  hourEvents: 'events in a clock hour, recorded once at its end (intermediate result for the period)',
  periodEvents: "events in the objective's period (intermediate result for its ratio)",
  errorRatio: 'share of bad events in the window',
  errorPercentage: 'current error rate: bad events of the last five minutes in percent',
  periodErrorRatio: "share of bad events in the objective's period",
  burnRate: 'burn rate of the error budget in the window; 1 lasts exactly for the period',
  remainingBudget: 'share of the error budget that is left; below 0 when overdrawn',
  exhaustion: "seconds until the error budget is used up at the last hour's burn rate",
  coverage: "share of the period's hours that were counted",
  objective: 'the objective as a ratio',
  info: 'always 1; its labels describe the objective',
};

/** Meaning of every series that the rules of a service record, by name. */
export function recordMeanings(service: string): ReadonlyMap<string, string> {
  const entries = <K extends string>(
    names: Readonly<Record<K, (service: string) => string>>,
    meanings: Readonly<Record<K, string>>,
  ) => (Object.keys(names) as K[]).map((key) => [names[key](service), meanings[key]] as const);
  return new Map([...entries(goldenSignalRecords, GOLDEN_SIGNALS), ...entries(sloRecords, SLOS)]);
}
