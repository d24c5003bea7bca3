import { once } from 'node:events';
import { findPlacedService } from '../fixtures/stack/index';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageCheckCommand, type PageCheckArgs, type PageCheckIo } from '../../src/page-check/command';
import { readSource } from '../../src/page-check/source';
import { freePort } from '../support/free-port';
import { PATIENCE, until } from '../support/until';

const PAGE = 'order_api_requests_total{method="GET",endpoint="/orders",status="200"} 5\n';
const defaults = { service: findPlacedService('order-api', 'dev') };

/** Standard input, files and servers that answer one text after the other. */
function io(...texts: readonly string[]): PageCheckIo & { readonly waited: number[] } {
  const left = [...texts];
  const waited: number[] = [];
  return {
    read: () => Promise.resolve({ text: left.shift() ?? '' }),
    wait: (milliseconds) => Promise.resolve(waited.push(milliseconds)),
    waited,
  };
}

const fell = async (args: Pick<PageCheckArgs, 'page' | 'later' | 'intervalSeconds'>, given: PageCheckIo) =>
  (await pageCheckCommand({ ...defaults, ...args }, given)).findings.find(
    ({ check }) => check === 'counter-fell',
  );

/** Listens on the first of some ports that is free. */
async function listenOnFirst(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    server.listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
  throw new Error(`None of the ports ${ports.join(', ')} is free.`);
}

test('a second page shows which counters fell', async () => {
  const finding = await fell({ page: 'a', later: 'b' }, io(PAGE, PAGE.replace(' 5', ' 4')));
  expect(finding).toMatchObject({ severity: 'error', at: { file: 'b', line: 1 } });
});

test('with an interval, the URL is read a second time', async () => {
  const given = io(PAGE, PAGE.replace(' 5', ' 6'));
  expect(await fell({ page: 'http://x/metrics', intervalSeconds: 5 }, given)).toBeUndefined();
  expect(given.waited).toEqual([5000]);
});

test.each<[Partial<PageCheckArgs>, string]>([
  [
    { page: 'a.txt', intervalSeconds: 5 },
    'contract: requires a page that can be read again (--interval: "a.txt"). Give a URL, or two files.',
  ],
  [
    { page: 'http://x', later: 'http://x', intervalSeconds: 5 },
    'contract: conflicts with a second page (--interval: 5). Leave one out.',
  ],
  [
    { page: 'http://x', intervalSeconds: Number.NaN },
    'contract: not a number of seconds from 0 to 3600 (--interval: NaN). Use e.g. 5.',
  ],
  [
    { page: '-', later: '-' },
    'contract: both pages are standard input (pages: "-"). Give a file for one of them.',
  ],
])('%j is rejected in one sentence', async (args, message) => {
  await expect(pageCheckCommand({ page: '-', ...defaults, ...args }, io(PAGE))).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidInput', message }),
  );
});

describe('pages are read', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let endlessIsClosed = false;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
    server = createServer((request, response) => {
      if (request.url === '/slow') return;
      if (request.url === '/error') response.statusCode = 500;
      if (request.url === '/moved/endless') {
        response.writeHead(302, { location: '/metrics' }).write('moved');
        response.on('close', () => (endlessIsClosed = true));
        return;
      }
      if (request.url === '/moved') response.writeHead(302, { location: '/metrics' });
      if (request.url === '/round') response.writeHead(302, { location: '/round' });
      if (request.url === '/empty') {
        response.end('\n');
        return;
      }
      if (request.url === '/metrics') response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      const encoding = request.url?.match(/^\/encoded\/(\w*)/)?.[1];
      if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
      if (request.url === '/encoded/gzip') response.end(gzipSync(PAGE));
      else response.end(request.url === '/accept' ? request.headers.accept : PAGE);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('from a server, with the headers of Prometheus', async () => {
    expect(await readSource(`${url}/metrics`)).toEqual({
      text: PAGE,
      http: { contentType: 'text/plain; version=0.0.4' },
    });
    expect(await readSource(`${url}/untyped`)).toEqual({ text: PAGE, http: { contentType: undefined } });
    expect((await readSource(`${url}/accept`)).text).toMatch(
      /^application\/openmetrics-text;version=1\.0\.0/,
    );
  });

  it('from gzip, as Prometheus does', async () => {
    expect((await readSource(`${url}/encoded/gzip`)).text).toBe(PAGE);
    expect((await readSource(`${url}/encoded/identity`)).text).toBe(PAGE);
    await expect(readSource(`${url}/encoded/br`)).rejects.toThrow(
      `page ${url}/encoded/br: Prometheus does not decode this Content-Encoding (Content-Encoding: "br"). Answer with gzip, or without an encoding.`,
    );
    await expect(readSource(`${url}/encoded/gzip?broken`)).rejects.toThrow(
      'the answer is not valid gzip (Content-Encoding: "Z_DATA_ERROR"). Let one program compress the page, and send all of it.',
    );
  });

  it('after redirects, and from ports that browsers refuse', async () => {
    expect((await readSource(`${url}/moved`)).text).toBe(PAGE);
    const refused = createServer((_request, response) => response.end(PAGE));
    const port = await listenOnFirst(refused, [6000, 6566, 6665, 6666, 6667, 6668, 6669, 10080]);
    try {
      expect((await readSource(`http://127.0.0.1:${port}/metrics`)).text).toBe(PAGE);
    } finally {
      refused.closeAllConnections();
      refused.close();
    }
  });

  it('and a wrong Content-Type is a finding', async () => {
    const { findings } = await pageCheckCommand({ page: `${url}/untyped`, ...defaults });
    expect(findings[0]).toMatchObject({
      code: 'content-type',
      check: 'content-type',
      severity: 'error',
      at: { file: `${url}/untyped` },
    });
  });

  it('after a redirect whose body does not end, without reading it', async () => {
    const timeout = 2 * PATIENCE;
    expect((await readSource(`${url}/moved/endless`, timeout)).text).toBe(PAGE);
    await until('the end of the first connection', () => endlessIsClosed);
  });

  it('from a file, in the format that its last line shows', async () => {
    const file = join(folder, 'page.txt');
    writeFileSync(file, `${PAGE}# EOF\n`);
    const { notes } = await pageCheckCommand({ page: file, ...defaults });
    expect(notes?.[0]).toBe(`Compared 1 series of ${file} (openmetrics) with the contract of order-api.`);
  });

  it('from a file that gzip compressed', async () => {
    const file = join(folder, 'page.gz');
    writeFileSync(file, gzipSync(PAGE));
    expect((await readSource(file)).text).toBe(PAGE);
    writeFileSync(file, gzipSync(PAGE).subarray(0, 20));
    await expect(readSource(file)).rejects.toThrow(
      `page ${file}: the file is not valid gzip (gzip: "Z_BUF_ERROR"). Save the whole page, or decompress it.`,
    );
    writeFileSync(file, gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1)));
    await expect(readSource(file)).rejects.toThrow('the page is larger than 64 MiB');
  });

  it('or rejected in one sentence', async () => {
    const latin = join(folder, 'latin1.txt');
    writeFileSync(latin, Buffer.from([0x61, 0xe9]));
    const port = await freePort();
    const message = (source: string, timeout?: number) =>
      readSource(source, timeout).then(
        () => 'was read',
        (error: Error) => error.message,
      );
    expect(await message(`${url}/error`)).toBe(
      `page ${url}/error: the HTTP status is not 200, so the scrape fails (status: 500). Correct the path, or what keeps the server from answering.`,
    );
    expect(await message(`${url}/slow`, 50)).toBe(
      `page ${url}/slow: the server took longer than 0.05 seconds, the scrape timeout (answer: "${url}/slow"). Make /metrics answer faster.`,
    );
    expect(await message(`http://127.0.0.1:${port}`)).toBe(
      `page http://127.0.0.1:${port}: the server does not answer (server: "ECONNREFUSED"). Start it, or correct the address.`,
    );
    expect(await message(join(folder, 'none'))).toBe(
      `page ${join(folder, 'none')}: the file cannot be read (file: "ENOENT"). Name a URL, a file, or - for standard input.`,
    );
    expect(await message(`${url}/round`)).toBe(
      `page ${url}/round: the server does not answer (server: "more than 10 redirects"). Start it, or correct the address.`,
    );
    expect(await message(`${url}/empty`)).toBe(
      `page ${url}/empty: the page is empty (text: "\\n"). Expose metrics there, or correct the path.`,
    );
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '');
    expect(await message(empty)).toBe(
      `page ${empty}: the page is empty (text: ""). Write something to it first.`,
    );
    expect(await message(latin)).toBe(
      `page ${latin}: the page is not UTF-8 (text: "2 bytes"). Write UTF-8: Prometheus reads nothing else.`,
    );
  });
});
