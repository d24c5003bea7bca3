import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { PrometheusAccess } from './prometheus-access';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const MOST_REDIRECTS = 5;

/** Far more than Prometheus has to say about a rule, and few enough for the memory of this process: 128 MiB. */
const LARGEST_ANSWER = 128 * 1024 * 1024;

/** The answer goes on behind the limit. */
export class AnswerTooLarge extends Error {}

/**
 * Reads an address with credentials, which are not sent on to another origin.
 * @param timeout milliseconds
 * @param largest bytes of the answer
 * @throws AnswerTooLarge, or whatever node:http throws
 */
export async function authorizedGet(
  address: string,
  access: PrometheusAccess,
  timeout: number,
  largest = LARGEST_ANSWER,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeout);
  let url = new URL(address);
  const { origin } = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each redirect depends on the one before
    const response = await responseOf(
      url,
      url.origin === origin ? access : { ...access, authorization: undefined },
      signal,
    );
    const { statusCode: status = 0, headers } = response;
    if (status < 300 || status >= 400 || headers.location === undefined)
      // oxlint-disable-next-line no-await-in-loop -- the end of the loop
      return { status, text: await textOf(response, largest) };
    // Its body may be endless.
    response.destroy();
    url = new URL(headers.location, url);
  }
  throw new RangeError(`more than ${MOST_REDIRECTS} redirects`);
}

function responseOf(
  url: URL,
  {
    authorization,
    ...tls
  }: Omit<PrometheusAccess, 'authorization'> & { readonly authorization?: string | undefined },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { protocol, hostname, port, pathname, search } = url;
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = { hostname: host, port, path: pathname + search, headers, signal, agent: false as const };
  return new Promise((resolve, reject) => {
    const request =
      protocol === 'https:' ? overHttps({ ...options, ...tls }, resolve) : overHttp(options, resolve);
    request.on('error', reject).end();
  });
}

async function textOf(response: IncomingMessage, largest: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > largest) throw new AnswerTooLarge(`larger than ${largest / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
