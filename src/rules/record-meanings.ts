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
  read: 'what the rules read of a target in one query: its counters, its start time, and what expired series had (intermediate result for events)',
  seen: 'what the counters of a target add up to (intermediate result for events)',
  seenMiddle: 'the same half a minute before (intermediate result for events)',
  counted: 'what of it is counted (intermediate result for events)',
  seenBefore: 'the same at the evaluation before, up to an hour ago (intermediate result for events)',
  idle: 'what series had that an exporter has just expired or exposes again (intermediate result for events)',
  processStart: 'start time of the process of a target (intermediate result for events)',
  processStartMiddle: 'the same half a minute before (intermediate result for events)',
  processStartBefore: 'the same at the evaluation before, up to an hour ago (intermediate result for events)',
  processBegun: 'start times of processes that are new since then (intermediate result for events)',
  minuteEvents: 'events in one minute, all and bad ones',
  events: 'events in five minutes, all and bad ones',
  eventsByHour:
    'events in one minute, split by even and odd clock hours (intermediate result for the period)',
  hourUnderWay: 'events since the last full hour (intermediate result for the period)',
  hourEvents: 'events in a clock hour, recorded once at its end (intermediate result for the period)',
  periodEvents: "events in the objective's period (intermediate result for its ratio)",
  windowEvents: 'events in the window, all and bad ones; without a few bad ones no alert fires',
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
