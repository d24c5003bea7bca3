import { contract, contractSeriesBound, emitsEndpoint, type Contract } from '../../src/metrics/contract';
import { oneOf, unbounded } from '../../src/metrics/labels';
import { counter, gauge, histogram } from '../../src/metrics/metric';

const help = 'What it is';
const jobs = gauge('jobs', { help });
const latency = histogram('latency', { help, buckets: [1, 2], labels: { method: oneOf('GET', 'POST') } });

test('a contract is the metrics under the names that the code uses', () => {
  expect(contract({ jobs, latency })).toEqual({ jobs, latency });
});

test.each<[string, Contract, string]>([
  [
    'the same metric twice',
    { jobs, work: gauge('jobs', { help: 'Something else' }) },
    'metric "jobs": duplicate series name, already exposed by jobs (name: "jobs"). Give every metric of a service its own name.',
  ],
  [
    'a histogram and a gauge of one name, whose TYPE lines would differ',
    { latency, last: gauge('latency', { help }) },
    'metric "latency": duplicate series name, already exposed by latency (name: "latency"). Give every metric of a service its own name.',
  ],
  [
    'a gauge and a histogram of one name',
    { last: gauge('latency', { help }), latency },
    'metric "latency": duplicate series name, already exposed by last (name: "latency"). Give every metric of a service its own name.',
  ],
  [
    'two histograms of one name',
    { latency, other: latency },
    'metric "latency": duplicate series name, already exposed by latency (name: "latency"). Give every metric of a service its own name.',
  ],
  [
    'a name that a histogram derives from its own',
    { latency, latencyCount: { ...jobs, name: 'latency_count' } },
    'metric "latency_count": duplicate series name, already exposed by latency (name: "latency_count"). Give every metric of a service its own name.',
  ],
  ...['namespace', 'service', 'pod', 'container', 'job', 'instance', 'node'].map(
    (label): [string, Contract, string] => [
      `the label ${label}, which the scrape attaches`,
      { jobs: gauge('jobs', { help, labels: { [label]: oneOf('x') } }) },
      `metric "jobs": Prometheus attaches a label of this name to every target (labels.${label}: "${label}"). Rename it: Prometheus would store it as exported_${label}, and every rule would read the target's.`,
    ],
  ),
])('%s is refused', (_what, metrics, message) => {
  expect(() => contract(metrics)).toThrow(message);
});

test('names may begin alike', () => {
  const near = {
    jobs,
    jobsTotal: counter('jobs_total', { help }),
    latency,
    peak: gauge('latency_peak', { help }),
  };
  expect(contract(near)).toBe(near);
});

test('the label endpoint is allowed, because the one that the scrape attaches gives way', () => {
  const routed = contract({ jobs: gauge('jobs', { help, labels: { endpoint: oneOf('/') } }) });
  expect(emitsEndpoint(routed)).toBe(true);
  expect(emitsEndpoint({ jobs, latency })).toBe(false);
  expect(emitsEndpoint({})).toBe(false);
});

test('the series of a target are bounded by the sum over its metrics', () => {
  // 1 gauge, and 2 methods with 2 buckets, +Inf, _count and _sum each.
  expect(contractSeriesBound({ jobs, latency })).toBe(1 + 2 * (2 + 3));
  expect(contractSeriesBound({})).toBe(0);
  const tenants = gauge('tenants', { help, labels: { tenant: unbounded({ because: 'one each' }) } });
  expect(contractSeriesBound({ jobs, tenants })).toBe(Infinity);
});
