import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ACCEPT } from '../exposition/content-type';

/** Far more than any target should expose: 64 MiB. */
export const LARGEST_PAGE = 64 * 1024 * 1024;

/** As many as Prometheus follows. */
const MOST_REDIRECTS = 10;

/** What a server answered. Its body is decoded from gzip, and cut off behind the largest page. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Of a body that is still encoded, as Prometheus leaves it. @default the body is decoded */
  readonly encoding?: string;
  readonly body: Buffer;
}

/**
 * Requests a page like Prometheus, on any port: `fetch` rejects some, such as 6000 and 10080.
 * @throws whatever node:http throws, and a RangeError for too many redirects
 */
export async function httpPage(url: string, signal: AbortSignal): Promise<Answer> {
  let address = new URL(url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await responseOf(address, signal);
    const { statusCode: status = 0, headers } = response;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
      // Its body may be endless.
      response.destroy();
      address = new URL(headers.location, address);
      continue;
    }
    const encoding = headers['content-encoding'] ?? '';
    return {
      status,
      contentType: headers['content-type'],
      ...(['', 'gzip', 'identity'].includes(encoding) ? {} : { encoding }),
      body: await bodyOf(encoding === 'gzip' ? unzipped(response) : response),
    };
  }
  throw new RangeError(`more than ${MOST_REDIRECTS} redirects`);
}

const HEADERS = { Accept: ACCEPT, 'Accept-Encoding': 'gzip' };

/** An error of the connection is an error of the page, and who has read enough ends the connection. */
const unzipped = (response: IncomingMessage): Readable => pipeline(response, createGunzip(), () => undefined);

function responseOf(address: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const get = address.protocol === 'https:' ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    get(address, { headers: HEADERS, signal, agent: false }, resolve).on('error', reject);
  });
}

async function bodyOf(response: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > LARGEST_PAGE) break;
  }
  return Buffer.concat(chunks);
}
