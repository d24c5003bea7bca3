/** What a program counts at a moment. */
export interface Counted {
  readonly good: number;
  readonly bad: number;
  /** Unix time at which its process started; undefined if it does not expose that. */
  readonly started: number | undefined;
  /** Its series of bad events is expired. */
  readonly idle: boolean;
}

/** A page of metrics, as it is sent. */
export interface Page {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** How a program exposes what it counts. */
export type Exposed = (counted: Counted) => Page;

const text = (lines: readonly string[], started: number | undefined): Page => ({
  type: 'text/plain; version=0.0.4',
  body: [
    ...lines,
    ...(started === undefined
      ? []
      : ['# TYPE process_start_time_seconds gauge', `process_start_time_seconds ${started}`]),
    '',
  ].join('\n'),
});

/** A counter with the status as a label. */
export const exposedCounters: Exposed = ({ good, bad, started, idle }) => {
  const series = (status: string, value: number) =>
    `order_api_requests_total{method="GET",endpoint="/orders",status="${status}"} ${value}`;
  return text(
    ['# TYPE order_api_requests_total counter', series('200', good), ...(idle ? [] : [series('500', bad)])],
    started,
  );
};

/** Seconds that good requests take in turn, and bad ones. The threshold of objectives is 0.25. */
const GOOD = [0, 0.004, 0.1, 0.25];
const BAD = [0.26, 0.3, 2, 30];

/** How many of so many requests take each time. */
const taking = (times: readonly number[], requests: number): readonly (readonly [number, number])[] =>
  times.map((time, index) => [time, Math.floor((requests + times.length - 1 - index) / times.length)]);

/** Requests by status. */
const byStatus = ({ good, bad }: Counted) => [
  { status: '200', requests: taking(GOOD, good) },
  { status: '500', requests: taking(BAD, bad) },
];

const BOUNDS = [0.005, 0.1, 0.25, 1] as const;

/** A histogram of durations in the text format, with the status as a label. */
export const exposedClassicHistogram: Exposed = (counted) =>
  text(
    [
      '# TYPE order_api_duration_seconds histogram',
      ...byStatus(counted).flatMap(({ status, requests }) => {
        const upTo = (bound: number) =>
          requests.reduce((sum, [time, count]) => (time <= bound ? sum + count : sum), 0);
        const all = upTo(Infinity);
        return [
          ...BOUNDS.map(
            (bound) => `order_api_duration_seconds_bucket{status="${status}",le="${bound}"} ${upTo(bound)}`,
          ),
          `order_api_duration_seconds_bucket{status="${status}",le="+Inf"} ${all}`,
          `order_api_duration_seconds_count{status="${status}"} ${all}`,
          `order_api_duration_seconds_sum{status="${status}"} ${all}`,
        ];
      }),
    ],
    counted.started,
  );

/** The same as a native histogram of schema 3, in the protobuf format. */
export const exposedNativeHistogram: Exposed = (counted) => ({
  type: 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  body: Buffer.concat([
    family(
      'order_api_duration_seconds',
      TYPES.histogram,
      byStatus(counted).map(({ status, requests }) => [
        message(1, [bytes(1, Buffer.from('status')), bytes(2, Buffer.from(status))]),
        message(7, nativeBuckets(requests)),
      ]),
    ),
    ...(counted.started === undefined
      ? []
      : [family('process_start_time_seconds', TYPES.gauge, [[message(2, [double(1, counted.started)])]])]),
  ]),
});

/*
 * The few fields of io.prometheus.client.MetricFamily that are needed.
 * https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto
 */

const TYPES = { gauge: 1, histogram: 4 } as const;

function family(name: string, type: number, metrics: readonly (readonly Buffer[])[]): Buffer {
  const content = Buffer.concat([
    bytes(1, Buffer.from(name)),
    number(3, type),
    ...metrics.map((metric) => message(4, metric)),
  ]);
  return Buffer.concat([varint(content.length), content]);
}

const SCHEMA = 3;

function nativeBuckets(requests: readonly (readonly [number, number])[]): readonly Buffer[] {
  const counts = new Map<number, number>();
  let zero = 0;
  for (const [time, count] of requests) {
    const bucket = Math.ceil(Math.log2(time) * 2 ** SCHEMA);
    if (time === 0) zero += count;
    else counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  }
  const filled = [...counts].toSorted(([a], [b]) => a - b);
  return [
    number(
      1,
      requests.reduce((sum, [, count]) => sum + count, 0),
    ),
    double(
      2,
      requests.reduce((sum, [time, count]) => sum + time * count, 0),
    ),
    number(5, zigzag(SCHEMA)),
    double(6, 2 ** -128),
    number(7, zero),
    // One span for each bucket: the distance from the one before, and the length.
    ...filled.map(([bucket], index) =>
      message(12, [number(1, zigzag(bucket - (filled[index - 1]?.[0] ?? -1) - 1)), number(2, 1)]),
    ),
    // What each bucket has more than the one before.
    ...filled.map(([, count], index) => number(13, zigzag(count - (filled[index - 1]?.[1] ?? 0)))),
  ];
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  return Buffer.from([...digits, rest]);
}

const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);

function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), content]);
}

const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);

const message = (field: number, parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));
