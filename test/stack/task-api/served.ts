import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { taskApiMetrics } from '../../../src/stack/task-api/metrics';
import { taskApiApp } from '../../../src/stack/task-api/app';
import { instruments } from '../../../src/stack/task-api/instruments';
import type { Lifecycle } from '../../../src/stack/task-api/lifecycle';
import { PATIENCE, until as untilSeen } from '../../support/until';
import { memoryDatabase, type MemoryDatabase } from './memory-database';

/** The Task API on a free port of 127.0.0.1, with a database that a test can hold up. */
export interface Served {
  readonly app: FastifyInstance;
  readonly port: number;
  readonly database: MemoryDatabase;
  readonly lifecycle: Lifecycle;
  /** Lines of its log. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Value of one series of /metrics, as it is written there; undefined when it is absent. */
  sample(series: string): Promise<number | undefined>;
  /** Names and labels of the contract's series on /metrics. */
  series(): Promise<readonly string[]>;
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; objects as JSON. */
  readonly body?: string | object;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/**
 * @param timeoutSeconds that no request reaches on a busy machine, unless a test waits for it
 * @param pageAge milliseconds for which a metrics page is served again: none, so that a test sees what it did
 */
export async function serve({
  timeoutSeconds = PATIENCE / 1000,
  logLevel = 'info',
  pageAge = 0,
} = {}): Promise<Served> {
  const log: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) };
  const registry = new Registry();
  const recorded = instruments(taskApiMetrics, registry);
  const database = memoryDatabase();
  const lifecycle: Lifecycle = { migrated: true, draining: false, cutting: false };
  const app = taskApiApp({
    logger: fastify({ logger: { level: logLevel, stream } }).log,
    timeoutSeconds,
    lifecycle,
    database,
    instruments: recorded,
    registry,
    pageAge,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const send: Served['send'] = (method, path, options) => sendTo(port, agent, method, path, options);
  const page = async () => (await send('GET', '/metrics')).body.split('\n');
  return {
    app,
    port,
    database,
    lifecycle,
    log,
    async sample(series) {
      const line = (await page()).find((each) => each.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    },
    series: async () =>
      (await page()).filter((line) => /^\w/.test(line)).map((line) => line.slice(0, line.lastIndexOf(' '))),
    send,
    async close() {
      agent.destroy();
      await app.close();
    },
  };
}

/** One request over a connection that is kept. */
export function sendTo(
  port: number,
  agent: Agent,
  method: string,
  path: string,
  { headers = {}, body }: SendOptions = {},
): Promise<Answer> {
  const json = typeof body === 'object';
  const payload = json ? JSON.stringify(body) : body;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: {
          ...(json ? { 'content-type': 'application/json' } : {}),
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      (response) => {
        text(response).then(
          (answer) => resolve({ status: response.statusCode!, headers: response.headers, body: answer }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** Writes bytes to a connection and returns what comes back until it ends. */
export function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

/** Polls until a condition of the Task API holds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  await untilSeen(() => `that ${holds.toString()}`, holds);
}
