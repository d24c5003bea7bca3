import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prometheusQueries } from '../../src/cli/prometheus-queries';
import { FIXTURE_CONFIG, runCliBeside } from '../support/cli';

/** What the server answers; tests change it. */
let answer = '';
let server: Server;
let url = '';
const folder = mkdtempSync(join(tmpdir(), 'dashboards-'));

beforeAll(async () => {
  server = createServer((_request, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const dashboards = (...args: readonly string[]) =>
  runCliBeside(['dashboards', '--config', FIXTURE_CONFIG, ...args]);

describe('signalproof dashboards', () => {
  const page = join(folder, 'page.html');
  const options = () => ['--prometheus', `${url}/`, '--output', page];

  it('says in one sentence why the page cannot be written', async () => {
    answer = JSON.stringify({ data: { result: [] } });
    expect(await dashboards(...options().slice(0, -1), folder)).toMatchObject({
      status: 1,
      stderr: `file ${folder}: the file cannot be written (--output: "EISDIR"). Name a file in a folder that exists.\n`,
    });
  });

  it('writes every dashboard of the stack into one page', async () => {
    answer = JSON.stringify({ data: { result: [] } });
    const { status, stdout } = await dashboards(...options(), '--environment', 'prod', '--last', '30m');
    expect(status).toBe(0);
    expect(stdout).toBe(`Wrote ${page}; open it in a browser.\n`);
    const html = readFileSync(page, 'utf8');
    for (const title of ['All services', 'order-api: golden signals', 'order-api: error budgets'])
      expect(html).toContain(`<h1>${title}</h1>`);
    // One file that works offline.
    expect(html).not.toMatch(/<script|<link|src=|https?:/);
  });

  it.each([
    [['--last', 'today'], 'Not a duration above 0. Write it like 30m or 6h.'],
    [['--environment', 'staging'], 'staging'],
    [
      ['--prometheus', 'http://127.0.0.1:1'],
      'Prometheus http://127.0.0.1:1: not reachable, or the response is not JSON. ',
    ],
  ])('rejects %j with one sentence', async (args, sentence) => {
    expect(await dashboards(...options(), ...args)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(sentence),
    });
  });
});

describe('queries of a Prometheus over HTTP', () => {
  it('return series of a range and of an instant alike', async () => {
    answer = JSON.stringify({ data: { result: [{ metric: { job: 'shop' }, value: [60, '1'] }] } });
    expect(await prometheusQueries(url).instant('up', 60)).toEqual([
      { metric: { job: 'shop' }, values: [[60, '1']] },
    ]);
    answer = JSON.stringify({
      data: {
        result: [
          {
            metric: { job: 'shop' },
            values: [
              [60, '1'],
              [120, '0'],
            ],
          },
        ],
      },
    });
    expect(await prometheusQueries(url).range('up', 0, 120, 60)).toEqual([
      {
        metric: { job: 'shop' },
        values: [
          [60, '1'],
          [120, '0'],
        ],
      },
    ]);
  });

  it('return the buckets of a native histogram as series of a classic one', async () => {
    const histograms = [
      [60, { count: '0', sum: '0' }],
      [
        120,
        {
          count: '9',
          sum: '3',
          buckets: [
            [0, '0.25', '0.5', '2'],
            [0, '0.5', '+Inf', '7'],
          ],
        },
      ],
    ];
    answer = JSON.stringify({ data: { result: [{ metric: { job: 'shop' }, histograms }] } });
    const series = (le: string, count: string) => ({
      metric: { job: 'shop', le },
      values: [
        [60, '0'],
        [120, count],
      ],
    });
    expect(await prometheusQueries(url).range('shop_seconds', 0, 120, 60)).toEqual([
      series('0.5', '2'),
      series('+Inf', '9'),
    ]);
  });

  it.each([
    ['{"status":"error","error":"parse error"}', 'Prometheus rejects the query: parse error ("up(")'],
    ['{}', 'the response is not one of the Prometheus API'],
    ['<html>', 'not reachable, or the response is not JSON'],
  ])('that answers %s fail with one sentence', async (text, message) => {
    answer = text;
    await expect(prometheusQueries(url).instant('up(', 60)).rejects.toThrow(
      `Prometheus ${url}: ${message}. Check the address given with --prometheus.`,
    );
  });
});
