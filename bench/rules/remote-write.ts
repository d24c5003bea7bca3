import type { RawSeries } from './dataset';

/** What Prometheus takes as the end of a series, bit for bit. */
const STALE_MARKER = 0x7ff0000000000002n;

/**
 * Stores series in a Prometheus that takes remote writes.
 * @param api address of its API, up to and including `/api/v1`
 * @throws Error with its answer when it rejects them
 */
export async function writeRemotely(api: string, series: readonly RawSeries[]): Promise<void> {
  const response = await fetch(`${api}/write`, {
    method: 'POST',
    headers: {
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
    body: writeRequest(series),
  });
  if (!response.ok) throw new Error(`remote write: ${await response.text()}`);
}

/**
 * Some series as the body of a remote-write request: protobuf, in snappy's format without compression.
 * @see https://prometheus.io/docs/concepts/remote_write_spec/
 */
function writeRequest(series: readonly RawSeries[]): Buffer {
  return snappyLiterals(Buffer.concat(series.map((each) => field(1, timeSeries(each)))));
}

function timeSeries({ labels, timestamps, values }: RawSeries): Buffer {
  const pairs = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
    );
  const samples = timestamps.map((at, index) => field(2, sample(at, values[index] ?? null)));
  return Buffer.concat([...pairs, ...samples]);
}

const DOUBLE_1 = (1 << 3) | 1;
const VARINT_2 = 2 << 3;

function sample(at: number, value: number | null): Buffer {
  const time = varint(at);
  const buffer = Buffer.alloc(10 + time.length);
  buffer[0] = DOUBLE_1;
  if (value === null) buffer.writeBigUInt64LE(STALE_MARKER, 1);
  else buffer.writeDoubleLE(value, 1);
  buffer[9] = VARINT_2;
  time.copy(buffer, 10);
  return buffer;
}

/** A length-delimited field. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

const LONGEST_LITERAL = 65_536;
/** A literal whose length follows in two bytes. */
const LITERAL = 61 << 2;

function snappyLiterals(content: Buffer): Buffer {
  const parts: Buffer[] = [varint(content.length)];
  for (let from = 0; from < content.length; from += LONGEST_LITERAL) {
    const literal = content.subarray(from, from + LONGEST_LITERAL);
    const head = Buffer.from([LITERAL, 0, 0]);
    head.writeUInt16LE(literal.length - 1, 1);
    parts.push(head, literal);
  }
  return Buffer.concat(parts);
}
