import { Agent, request } from 'node:http';
import type { LocalRequest } from '../catalog/local-program';
import { jsonOf, mapOf } from '../findings/fields';

/** Milliseconds. */
const TIMEOUT = 5000;

/** Sends one request after the other on one connection. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** Fields of the last JSON object received, which later paths may contain. */
  private fields: Readonly<Record<string, unknown>> = {};

  constructor(private readonly url: string) {}

  /** Resolves on an answer, an error or the timeout. Monitoring, not the client, detects a failing replica. */
  async send({ method, path, body }: LocalRequest): Promise<void> {
    const answer = await this.exchange(method, pathWith(path, this.fields), body);
    // An answer that is not JSON adds nothing that a later path could use.
    this.fields = { ...this.fields, ...mapOf(jsonOf(answer)) };
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(method: string, path: string, body: LocalRequest['body']): Promise<string> {
    const content = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve) => {
      const sent = request(
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
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve(''));
      sent.end(content);
    });
  }
}

/** `/orders/:id` with the field `id`, or 1 where no answer had one. */
export function pathWith(path: string, fields: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/\/:([A-Za-z_]\w*)/g, (_segment, name: string) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return `/${encodeURIComponent(typeof value === 'string' || typeof value === 'number' ? value : 1)}`;
  });
}
