import { gunzipSync } from 'node:zlib';
import { readBounded, readProblem } from '../findings/bounded-file';
import { InvalidInput } from '../findings/invalid-input';
import { httpPage, LARGEST_PAGE, type Answer } from './http-page';

/** A text and, when it came over HTTP, its Content-Type. */
export interface SourceText {
  readonly text: string;
  readonly http?: { readonly contentType: string | undefined };
}

/** Reads the sources of a command. Tests replace it. */
export type ReadSource = (source: string) => Promise<SourceText>;

/** Default scrape timeout of Prometheus, in milliseconds. */
const TIMEOUT = 10_000;

export const isUrl = (source: string): boolean => /^https?:\/\//i.test(source);

/**
 * Reads a URL with the headers of Prometheus, a file, or standard input for `-`.
 * @param timeout milliseconds that a server may take. @default 10 s, as in Prometheus
 * @throws InvalidInput when there is nothing to read
 */
export async function readSource(source: string, timeout: number = TIMEOUT): Promise<SourceText> {
  const read = isUrl(source)
    ? await fetchPage(source, timeout)
    : { text: decode(source, plain(source, fileContent(source))) };
  if (read.text.trim() === '')
    throw unreadable(
      source,
      'text',
      'the page is empty',
      read.text,
      isUrl(source) ? 'expose metrics there, or correct the path' : 'write something to it first',
    );
  return read;
}

function unreadable(
  source: string,
  path: string,
  message: string,
  found: unknown,
  fix: string,
): InvalidInput {
  return new InvalidInput({ resource: `page ${source}`, path, message, found, fix });
}

async function fetchPage(url: string, timeout: number): Promise<SourceText> {
  const { status, contentType, encoding, body } = await answerOf(url, timeout);
  // Prometheus accepts no other status.
  if (status !== 200)
    throw unreadable(
      url,
      'status',
      'the HTTP status is not 200, so the scrape fails',
      status,
      'correct the path, or what keeps the server from answering',
    );
  if (body.length > LARGEST_PAGE)
    throw unreadable(
      url,
      'size',
      'the page is larger than 64 MiB',
      `${body.length} bytes`,
      'expose fewer series',
    );
  if (encoding !== undefined)
    throw unreadable(
      url,
      'Content-Encoding',
      'Prometheus does not decode this Content-Encoding',
      encoding,
      'answer with gzip, or without an encoding',
    );
  return { text: decode(url, body), http: { contentType } };
}

async function answerOf(url: string, timeout: number): Promise<Answer> {
  const signal = AbortSignal.timeout(timeout);
  try {
    return await httpPage(url, signal);
  } catch (error) {
    if (signal.aborted)
      throw unreadable(
        url,
        'answer',
        `the server took longer than ${timeout / 1000} seconds, the scrape timeout`,
        url,
        'make /metrics answer faster',
      );
    if (textAt(error, 'code')?.startsWith('Z_'))
      throw unreadable(
        url,
        'Content-Encoding',
        'the answer is not valid gzip',
        reason(error),
        'let one program compress the page, and send all of it',
      );
    throw unreadable(
      url,
      'server',
      'the server does not answer',
      reason(error),
      'start it, or correct the address',
    );
  }
}

/** The error code, which readers can look up, or else the message. */
const reason = (error: unknown): string => textAt(error, 'code') ?? textAt(error, 'message') ?? String(error);

/** A thrown value may have any type. */
function textAt(thrown: unknown, key: 'code' | 'message'): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const value = (thrown as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : undefined;
}

function fileContent(path: string): Uint8Array {
  try {
    return readBounded(path === '-' ? 0 : path, LARGEST_PAGE);
  } catch (error) {
    const { message, found, fix } = readProblem(error, 'name a URL, a file, or - for standard input');
    throw unreadable(path, 'file', message, found, fix);
  }
}

/** How gzip starts, which no page does. */
const GZIP = [0x1f, 0x8b];

/** A page that was saved as the server compressed it. */
function plain(source: string, bytes: Uint8Array): Uint8Array {
  if (!GZIP.every((byte, index) => bytes[index] === byte)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_PAGE });
  } catch (error) {
    const tooLarge = textAt(error, 'code') === 'ERR_BUFFER_TOO_LARGE';
    throw unreadable(
      source,
      'gzip',
      tooLarge ? 'the page is larger than 64 MiB' : 'the file is not valid gzip',
      reason(error),
      tooLarge ? 'expose fewer series' : 'save the whole page, or decompress it',
    );
  }
}

function decode(source: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable(
      source,
      'text',
      'the page is not UTF-8',
      `${bytes.length} bytes`,
      'write UTF-8: Prometheus reads nothing else',
    );
  }
}
