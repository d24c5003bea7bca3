import { compilerOutput } from './compiler-output';

/** What each mistake is written beside. */
const BEFORE = `
import { availabilitySlo, contract, counter, defineService, existing, gauge, goldenSignals, histogram, latencySlo, oneOf, probeSlo, ratioSlo, serviceMonitor, timeSliceSlo } from 'signalproof';
import { bool, bucketsOf, deriv, gt, histogramQuantile, lt, rate, select, sumBy } from 'signalproof/promql';
const methods = { method: oneOf('GET', 'POST') };
const metrics = contract({
  requests: counter('requests_total', { help: 'Requests', labels: { ...methods, status: oneOf('200', '500') } }),
  latency: histogram('latency_seconds', { help: 'Latency', unit: 'seconds', labels: methods, buckets: [0.1, 1] }),
  age: gauge('age_seconds', { help: 'Age', unit: 'seconds' }),
});
const { requests, latency, age } = metrics;
const promise = { objective: 99, period: '30d' } as const;
const service = { name: 'a', team: 'a', metrics, workload: 'external' } as const;
`;

/** Mistakes of a first hour, and what the compiler says. A type that becomes less readable here became so for everybody. */
const MISTAKES: readonly (readonly [what: string, code: string, message: readonly string[]])[] = [
  [
    'a gauge in place of what counts events',
    `ratioSlo({ name: 'a', ...promise, total: age, bad: {} })`,
    [
      `Type 'Gauge<NoInfer<Record<never, never>>>' is not assignable to type 'CountsEvents<Readonly<Record<string, LabelValues>>>'.`,
      `  Types of property 'kind' are incompatible.`,
      `    Type '"gauge"' is not assignable to type '"counter" | "histogram" | "native histogram" | "summary"'.`,
    ],
  ],
  [
    'a gauge in place of requests',
    `availabilitySlo({ name: 'a', ...promise, requests: age, errors: {} })`,
    [
      `Type 'Gauge<NoInfer<Record<never, never>>>' is not assignable to type 'CountsEvents<Readonly<Record<string, LabelValues>>>'.`,
      `  Types of property 'kind' are incompatible.`,
      `    Type '"gauge"' is not assignable to type '"counter" | "histogram" | "native histogram" | "summary"'.`,
    ],
  ],
  [
    'a gauge in place of golden requests',
    'goldenSignals({ requests: age, errors: {} })',
    [
      `Type 'Gauge<NoInfer<Record<never, never>>>' is not assignable to type 'CountsEvents<Readonly<Record<string, LabelValues>>>'.`,
      `  Types of property 'kind' are incompatible.`,
      `    Type '"gauge"' is not assignable to type '"counter" | "histogram" | "native histogram" | "summary"'.`,
    ],
  ],
  [
    'a gauge in place of a second counter',
    `ratioSlo({ name: 'a', ...promise, total: requests, bad: age })`,
    [
      `Type 'Gauge<NoInfer<Record<never, never>>>' is not assignable to type 'CountsEvents<Readonly<Record<string, LabelValues>>> | MatchersFor<Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>> | undefined'.`,
      `  Type 'Gauge<NoInfer<Record<never, never>>>' is not assignable to type 'CountsEvents<Readonly<Record<string, LabelValues>>>'.`,
      `    Types of property 'kind' are incompatible.`,
      `      Type '"gauge"' is not assignable to type '"counter" | "histogram" | "native histogram" | "summary"'.`,
    ],
  ],
  [
    'a counter in place of a histogram',
    `latencySlo({ name: 'a', ...promise, durations: requests, threshold: 1 })`,
    [
      `Type 'Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>' is not assignable to type 'DurationHistogram'.`,
      `  Property 'buckets' is missing in type 'Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>' but required in type 'NativeHistogram<Readonly<Record<string, LabelValues>>>'.`,
    ],
  ],
  [
    'a counter in place of probes',
    `probeSlo({ name: 'a', ...promise, success: requests })`,
    [
      `Type 'Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>' is not assignable to type 'Gauge<Readonly<Record<string, LabelValues>>>'.`,
      `  Types of property 'kind' are incompatible.`,
      `    Type '"counter"' is not assignable to type '"gauge"'.`,
    ],
  ],
  [
    'a gauge that is no condition',
    `timeSliceSlo({ name: 'a', ...promise, good: (targets) => select(age, targets) })`,
    [
      `Type 'SeriesOf<Gauge<NoInfer<Record<never, never>>>, "gauge">' is not assignable to type 'Comparison'.`,
      `  Property 'comparison' is missing in type 'Series<"container" | "instance" | "job" | "namespace" | "pod" | "service", "gauge">' but required in type 'Compared'.`,
    ],
  ],
  [
    'a number that is no condition',
    `timeSliceSlo({ name: 'a', ...promise, good: (targets) => bool(lt(select(age, targets), 60)) })`,
    [
      `Type 'InstantVector<"container" | "instance" | "job" | "namespace" | "pod" | "service">' is not assignable to type 'Comparison'.`,
      `  Property 'comparison' is missing in type 'InstantVector<"container" | "instance" | "job" | "namespace" | "pod" | "service">' but required in type 'Compared'.`,
    ],
  ],
  [
    'a condition with its sides swapped',
    `timeSliceSlo({ name: 'a', ...promise, good: (targets) => gt(60, select(age, targets)) })`,
    [
      `Type 'InstantVector<"container" | "instance" | "job" | "namespace" | "pod" | "service">' is not assignable to type 'Comparison'.`,
      `  Property 'comparison' is missing in type 'InstantVector<"container" | "instance" | "job" | "namespace" | "pod" | "service">' but required in type 'Compared'.`,
    ],
  ],
  [
    'a label of errors that does not exist',
    `availabilitySlo({ name: 'a', ...promise, requests, errors: { code: '500' } })`,
    [
      `Object literal may only specify known properties, and 'code' does not exist in type 'CountsEvents<Readonly<Record<string, LabelValues>>> | MatchersFor<Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>>'.`,
    ],
  ],
  [
    'a value of errors that does not exist',
    `availabilitySlo({ name: 'a', ...promise, requests, errors: { status: '501' } })`,
    [`Type '"501"' is not assignable to type 'Asked<"200" | "500"> | undefined'.`],
  ],
  [
    'a label of signals that does not exist',
    `goldenSignals({ requests, errors: {}, by: ['code'] })`,
    [
      `Type '"code"' is not assignable to type '"container" | "instance" | "job" | "method" | "namespace" | "pod" | "service" | "status"'.`,
    ],
  ],
  [
    'a label of a selector that does not exist',
    `select(requests, { code: '500' })`,
    [
      `Object literal may only specify known properties, and 'code' does not exist in type 'MatchersFor<Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>>'.`,
    ],
  ],
  [
    'a label of a group that does not exist',
    `sumBy(['code'], rate(select(requests), '5m'))`,
    [
      `Type '"code"' is not assignable to type '"container" | "instance" | "job" | "method" | "namespace" | "pod" | "service" | "status"'.`,
    ],
  ],
  [
    'a label of a group of buckets that does not exist',
    `sumBy(['code'], rate(bucketsOf(latency), '5m'))`,
    [
      `Type '"code"' is not assignable to type '"container" | "instance" | "job" | "le" | "method" | "namespace" | "pod" | "service"'.`,
    ],
  ],
  [
    'a bucket that does not exist',
    `latencySlo({ name: 'a', ...promise, durations: latency, threshold: 0.3 })`,
    [`Type '0.3' is not assignable to type '0.1 | 1'.`],
  ],
  [
    'a metric that does not exist',
    'select(metrics.reqests)',
    [
      `Property 'reqests' does not exist on type '{ readonly requests: Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>; readonly latency: Histogram<NoInfer<{ method: OneOf<"GET" | "POST">; }>, 0.1 | 1>; readonly age: Gauge<...>; }'. Did you mean 'requests'?`,
    ],
  ],
  [
    'a histogram without a choice of its series',
    'select(latency)',
    [
      `Argument of type 'Histogram<NoInfer<{ method: OneOf<"GET" | "POST">; }>, 0.1 | 1>' is not assignable to parameter of type 'Counter<Readonly<Record<string, LabelValues>>> | Gauge<Readonly<Record<string, LabelValues>>>'.`,
      `  Type 'Histogram<NoInfer<{ method: OneOf<"GET" | "POST">; }>, 0.1 | 1>' is not assignable to type 'Gauge<Readonly<Record<string, LabelValues>>>'.`,
      `    Types of property 'kind' are incompatible.`,
      `      Type '"histogram"' is not assignable to type '"gauge"'.`,
    ],
  ],
  [
    'a rate of a gauge',
    `rate(select(age), '5m')`,
    [
      `Argument of type 'SeriesOf<Gauge<NoInfer<Record<never, never>>>, "gauge">' is not assignable to parameter of type 'Series<"container" | "instance" | "job" | "namespace" | "pod" | "service", "counter">'.`,
      `  Type '"gauge"' is not assignable to type '"counter"'.`,
    ],
  ],
  [
    'a slope of a counter',
    `deriv(select(requests), '5m')`,
    [
      `Argument of type 'SeriesOf<Counter<NoInfer<{ readonly method: OneOf<"GET" | "POST">; readonly status: OneOf<"200" | "500">; }>>, "counter">' is not assignable to parameter of type 'Series<"container" | "instance" | "job" | "method" | "namespace" | "pod" | "service" | "status", "gauge">'.`,
      `  Type '"counter"' is not assignable to type '"gauge"'.`,
    ],
  ],
  [
    'a quantile without buckets',
    `histogramQuantile(0.9, sumBy(['method'], rate(select(requests), '5m')))`,
    [
      `Argument of type 'InstantVector<"method">' is not assignable to parameter of type 'InstantVector<"method"> & { readonly needs: "the label le"; }'.`,
      `  Property 'needs' is missing in type 'InstantVector<"method">' but required in type '{ readonly needs: "the label le"; }'.`,
    ],
  ],
  [
    'a range without a unit',
    `rate(select(requests), '5')`,
    [`Argument of type '"5"' is not assignable to parameter of type 'Duration'.`],
  ],
  [
    'a kind of object that is not watched',
    `existing({ kind: 'ReplicaSet', name: 'a' })`,
    [
      `Type '"ReplicaSet"' is not assignable to type '"CronJob" | "DaemonSet" | "Deployment" | "StatefulSet" | undefined'.`,
    ],
  ],
  [
    'an object without its kind',
    `existing({ name: 'a' })`,
    [
      `Argument of type '{ name: string; }' is not assignable to parameter of type 'ScrapeProps'.`,
      `  Type '{ name: string; }' is not assignable to type '{ readonly kind?: undefined; readonly name?: { readonly needs: "the kind of the object"; } | undefined; }'.`,
      `    Types of property 'name' are incompatible.`,
      `      Type 'string' is not assignable to type '{ readonly needs: "the kind of the object"; }'.`,
    ],
  ],
  [
    'a misspelt field of an object',
    `existing({ kind: 'Deployment', name: 'a', contaner: 'b' })`,
    [
      `Object literal may only specify known properties, but 'contaner' does not exist in type '{ kind: "CronJob" | "DaemonSet" | "Deployment" | "StatefulSet"; name: string; container?: string | undefined; autoscaler?: string | undefined; succeedsWithin?: string | undefined; } & { ...; }'. Did you mean to write 'container'?`,
    ],
  ],
  [
    'a workload of another kind',
    `defineService({ ...service, workload: existing({ kind: 'ReplicaSet', name: 'a' }) })`,
    [
      `Type '"ReplicaSet"' is not assignable to type '"CronJob" | "DaemonSet" | "Deployment" | "StatefulSet" | undefined'.`,
    ],
  ],
  [
    'a scrape in place of a workload',
    `defineService({ ...service, workload: existing({ job: 'a' }) })`,
    [
      `Type 'ExistingScrape' is not assignable to type '"external" | Pick<Workload, "kind"> | WorkloadSettings'.`,
      `  Type 'ExistingScrape' is not assignable to type 'Pick<Workload, "kind">'.`,
      `    Types of property 'kind' are incompatible.`,
      `      Type '"existing"' is not assignable to type '"cronJob" | "daemonSet" | "deployment" | "existingObject" | "statefulSet"'.`,
    ],
  ],
  [
    'a misspelt field of a service',
    'defineService({ ...service, slo: [] })',
    [
      `Object literal may only specify known properties, but 'slo' does not exist in type 'ServiceProps'. Did you mean to write 'slos'?`,
    ],
  ],
  [
    'a severity that does not exist',
    `defineService({ ...service, builtInAlerts: { TargetDown: { severity: 'page' } } })`,
    [`Type '"page"' is not assignable to type '"critical" | "info" | "warning" | undefined'.`],
  ],
  [
    'a port by number',
    `serviceMonitor({ selector: { app: 'a' }, port: 8080 })`,
    [`Type 'number' is not assignable to type 'string'.`],
  ],
  [
    'a unit that is no base unit',
    `gauge('age', { help: 'Age', unit: 'ms' })`,
    [`Type '"ms"' is not assignable to type 'BaseUnit | undefined'.`],
  ],
];

const output = compilerOutput(
  Object.fromEntries(
    MISTAKES.map(([, code], index) => [`${index}.ts`, `${BEFORE}export const made = ${code};\n`]),
  ),
);

/** The lines about each file, without its name and the place. */
const messages = new Map<number, string[]>();
for (const line of output.split('\n').filter((each) => each !== '')) {
  const [, file, first] = /^(\d+)\.ts\(\d+,\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
  if (file !== undefined) messages.set(Number(file), [...(messages.get(Number(file)) ?? []), first!]);
  else [...messages.values()].at(-1)!.push(line);
}

test.each(MISTAKES.map(([what, code, message], index) => ({ what, code, message, index })))(
  '$what is named: $code',
  ({ message, index }) => {
    expect(messages.get(index)).toEqual(message);
  },
);
