import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { STEPS, type Traffic } from './traffic';

/** A replica that is asked. */
export interface Asked {
  /** Without a slash at the end. */
  readonly url: string;
  /** Makes one of its next statements fail or wait. */
  readonly fault: (kind: 'fail' | 'slow') => void;
  readonly alive: () => boolean;
}

export interface Generator {
  /** Requests that were answered, or got no answer. */
  readonly sent: () => number;
  stop(): Promise<void>;
}

/** Milliseconds. */
const TIMEOUT = 5000;

/**
 * One client a replica, which waits for every answer before it asks again: when the machine stands still for a moment,
 * one request is slow, and not all that were due meanwhile.
 */
export function startTraffic(replicas: readonly Asked[], traffic: Traffic): Generator {
  let sent = 0;
  const ended = new AbortController();
  const clients = traffic.rate === 0 ? [] : replicas;
  const done = clients.map(async (replica) => {
    const client = new Client(replica.url);
    const pause = (1000 * clients.length) / traffic.rate;
    for (
      let next = performance.now();
      !ended.signal.aborted && replica.alive();
      next = Math.max(next + pause, performance.now() - pause)
    ) {
      sent += 1;
      if (isDue(sent, traffic.failEvery)) replica.fault('fail');
      if (isDue(sent, traffic.slowEvery)) replica.fault('slow');
      // oxlint-disable-next-line no-await-in-loop -- a client has one request under way
      await client.step();
      // oxlint-disable-next-line no-await-in-loop -- the pause between two requests
      await wait(Math.max(0, next + pause - performance.now()));
    }
    client.close();
  });
  return {
    sent: () => sent,
    async stop() {
      ended.abort();
      await Promise.all(done);
    },
  };
}

const isDue = (number: number, every: number | undefined): boolean =>
  every !== undefined && number % every === 0;

/** Does what a client does, on one connection. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private steps = 0;
  /** Of the task that was created last. */
  private task = 1;

  constructor(private readonly url: string) {}

  async step(): Promise<void> {
    const { method, path, body } = STEPS[this.steps % STEPS.length]!;
    this.steps += 1;
    const answer = await this.ask(method, path.replace(':id', String(this.task)), body);
    const [, id] = /"id":(\d+)/.exec(answer) ?? [];
    if (method === 'POST' && id !== undefined) this.task = Number(id);
  }

  close(): void {
    this.agent.destroy();
  }

  /** A replica that does not answer is for monitoring to notice. */
  private ask(method: string, path: string, body: object | undefined): Promise<string> {
    const content = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve) => {
      const asked = request(
        `${this.url}${path}`,
        {
          agent: this.agent,
          method,
          timeout: TIMEOUT,
          headers: {
            ...(content === '' ? {} : { 'Content-Type': 'application/json' }),
            'Content-Length': Buffer.byteLength(content),
          },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('close', () => resolve(text));
        },
      );
      asked.on('timeout', () => asked.destroy());
      asked.on('error', () => resolve(''));
      asked.end(content);
    });
  }
}
