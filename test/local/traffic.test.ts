import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalProgram } from '../../src/catalog/local-program';
import { pathWith } from '../../src/local/client';
import { startTraffic } from '../../src/local/generator';
import {
  RUNNING,
  TRAFFIC,
  trafficFor,
  trafficNotes,
  type Replica,
  type Traffic,
} from '../../src/local/traffic';
import { until } from '../support/until';

let server: Server;
/** Method and path of each request, in order. */
let received: string[];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.setHeader('Content-Type', 'application/json').end('{"id":7,"name":"a/b"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const replica = (program?: LocalProgram, fault?: Replica['fault']): Replica => ({
  workload: 'shop',
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  alive: () => true,
  ...(program === undefined ? {} : { program }),
  ...(fault === undefined ? {} : { fault }),
});

const program = (more: Partial<LocalProgram>): LocalProgram => ({ slowMilliseconds: 400, ...more });

/** The first requests that a server receives. */
async function firstRequests(count: number, to: Replica, traffic: Partial<Traffic> = {}) {
  const generator = startTraffic([to], { ...TRAFFIC.steady, rate: 500, ...traffic });
  await until('the requests', () => received.length >= count);
  await generator.stop();
  expect(generator.sent()).toBe(received.length);
  return received.slice(0, count);
}

describe('a client', () => {
  it('sends GET / to a service without defined requests', async () => {
    expect(await firstRequests(3, replica())).toEqual(['GET /', 'GET /', 'GET /']);
  });

  it('repeats the requests that the stack defines, with fields of earlier answers in their paths', async () => {
    const requests = [
      { method: 'GET', path: '/orders/:id' },
      { method: 'POST', path: '/orders', body: { title: 'a' } },
      { method: 'DELETE', path: '/orders/:id/:name?force=1' },
    ] as const;
    expect(await firstRequests(4, replica(program({ requests: [...requests] })))).toEqual([
      'GET /orders/1',
      'POST /orders',
      'DELETE /orders/7/a%2Fb?force=1',
      'GET /orders/7',
    ]);
  });

  it('sends the failing and the slow request of the service when one is due', async () => {
    const shop = program({
      failing: { method: 'GET', path: '/fail' },
      slow: { method: 'GET', path: '/report' },
    });
    expect(await firstRequests(6, replica(shop), { failEvery: 3, slowEvery: 2 })).toEqual([
      'GET /',
      'GET /report',
      'GET /fail',
      'GET /report',
      'GET /',
      'GET /fail',
    ]);
  });

  it('makes the replica fail or wait when the service defines no such request', async () => {
    const faults: string[] = [];
    const to = replica(program({}), (kind) => faults.push(`${kind} ${received.length}`));
    expect(await firstRequests(6, to, { failEvery: 3, slowEvery: 2 })).toHaveLength(6);
    expect(faults.slice(0, 5)).toEqual(['slow 1', 'fail 2', 'slow 3', 'fail 5', 'slow 5']);
  });

  it('sends nothing when the profile has no requests', async () => {
    const generator = startTraffic([replica()], TRAFFIC.idle);
    await generator.stop();
    expect([generator.sent(), received]).toEqual([0, []]);
  });
});

test.each([
  ['/orders', '/orders'],
  ['/orders/:id', '/orders/1'],
  ['/orders:search', '/orders:search'],
  ['/:constructor', '/1'],
])('without an earlier answer, %s is sent as %s', (path, sent) => {
  expect(pathWith(path, {})).toBe(sent);
});

describe('a traffic profile', () => {
  const requests = [{ method: 'GET', path: '/orders' }] as const;
  const complete = () => replica(program({ requests: [...requests] }), () => undefined);

  it('requires data of every recording rule when the requests reach every series', () => {
    expect(trafficFor('steady', [complete()])).toEqual(TRAFFIC.steady);
    expect(trafficNotes('steady', [complete()], [])).toEqual([]);
  });

  it('requires no data when they may not, and reports that', () => {
    expect(trafficFor('steady', [complete(), replica()])).toEqual({
      ...TRAFFIC.steady,
      recordsEverything: false,
    });
    expect(trafficNotes('steady', [complete(), replica()], [])).toEqual([
      'Recording rules without data are not reported: define requests, failing and slow of local.shop in the stack.',
    ]);
    expect(trafficNotes('idle', [replica()], [])).toEqual([]);
  });

  it('sends no requests to services that were already running', () => {
    expect([trafficFor('steady', []), trafficFor('idle', [])]).toEqual([RUNNING, RUNNING]);
    expect(trafficNotes('steady', [], ['payments', 'payments'])).toEqual([
      'payments was running before, so this run sends it no requests.',
    ]);
    for (const name of ['errors', 'slow', 'down'] as const)
      expect(() => trafficFor(name, [])).toThrow(
        `local: services of --target receive no requests and keep running (--traffic: "${name}"). Leave --traffic out; the alerts follow the traffic that these services have.`,
      );
  });

  it('is rejected when no replica can produce its faults', () => {
    expect(() => trafficFor('errors', [replica()])).toThrow(
      'local: no replica of shop can be made failing (--traffic: "errors"). Define local.shop.failing in the stack, or use --traffic steady.',
    );
    expect(() => trafficFor('slow', [replica()])).toThrow(
      'local: no replica of shop can be made slow (--traffic: "slow"). Define local.shop.slow in the stack, or use --traffic steady.',
    );
    const failing = program({ failing: { method: 'GET', path: '/fail' } });
    expect(trafficFor('errors', [replica(failing)]).alerts).toEqual(TRAFFIC.errors.alerts);
  });
});
