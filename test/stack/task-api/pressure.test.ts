import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Usage } from './attacked';
import { sendTo, until } from './served';

/** The memory limit of the manifest. */
const LIMIT_MIB = 256;

let child: ChildProcess;
let port: number;
beforeAll(async () => {
  child = fork(join(__dirname, 'attacked.ts'), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=160'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  [port] = (await once(child, 'message')) as [number];
});
afterAll(async () => {
  child.disconnect();
  await once(child, 'exit');
});

async function usage(): Promise<Usage> {
  child.send('usage');
  const [found] = (await once(child, 'message')) as [Usage];
  return found;
}

/** MiB that the Task API needed at most. */
const peakMemory = async (): Promise<number> => (await usage()).peak;

/** Sends many requests on each of some connections, and reads no response. */
async function attack(connections: number, requests: number, path: string): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: connections }, () => connect(port, '127.0.0.1').pause());
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) {
    socket.on('error', () => undefined);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(requests));
  }
  return sockets;
}

/**
 * Milliseconds of CPU that the Task API uses until each of some probes is answered, since the answer before; the first
 * counts from `since` on. A probe waits no longer than that on an idle machine.
 */
async function probes(count: number, since: Usage): Promise<readonly number[]> {
  const took: number[] = [];
  let { cpu } = since;
  for (let n = 0; n < count; n++) {
    // Like the kubelet's: a connection of its own.
    expect((await sendTo(port, new Agent(), 'GET', '/healthz')).status).toBe(200);
    const now = await usage();
    took.push(now.cpu - cpu);
    cpu = now.cpu;
    await wait(100);
  }
  return took;
}

test('more connections than the limit are turned away until idle ones are closed', async () => {
  const idle = Array.from({ length: 2100 }, () => connect(port, '127.0.0.1'));
  for (const socket of idle)
    socket.on('error', () => undefined).write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  const outcomes = await Promise.all(
    idle.map(
      (socket) =>
        new Promise((resolve) =>
          socket.once('data', () => resolve('served')).once('close', () => resolve('refused')),
        ),
    ),
  );
  expect(outcomes.filter((each) => each === 'served').length).toBeGreaterThanOrEqual(1900);
  expect(outcomes).toContain('refused');
  const probe = () =>
    sendTo(port, new Agent(), 'GET', '/healthz').then(
      ({ status }) => status,
      ({ code }: { readonly code: string }) => code,
    );
  await until(async () => (await probe()) === 200);
  for (const socket of idle) socket.destroy();
  expect(await peakMemory()).toBeLessThan(LIMIT_MIB);
});

test.each([
  [1, 3000, '/metrics'],
  [10, 300, '/metrics'],
  [20, 3000, '/metrics'],
  [50, 400, '/tasks?limit=100'],
])('%d connections with %d unread requests of %s hold up no probe', async (connections, requests, path) => {
  const before = await usage();
  const sockets = await attack(connections, requests, path);
  const slowest = Math.max(...(await probes(5, before)));
  for (const socket of sockets) socket.destroy();
  expect(await peakMemory()).toBeLessThan(LIMIT_MIB);
  // The kubelet waits for 2 s.
  expect(slowest).toBeLessThan(1500);
});

test('500 connections that read nothing do not exhaust the memory', async () => {
  const sockets = await attack(500, 400, '/tasks?limit=100');
  await wait(2000);
  for (const socket of sockets) socket.destroy();
  expect(await peakMemory()).toBeLessThan(LIMIT_MIB);
});

test('1,000 ordinary clients get every response during an attack', async () => {
  const sockets = await attack(20, 3000, '/metrics');
  const statuses = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const answers: number[] = [];
      for (let n = 0; n < 3; n++) answers.push((await sendTo(port, agent, 'GET', '/tasks?limit=1')).status);
      agent.destroy();
      return answers.join(' ');
    }),
  );
  for (const socket of sockets) socket.destroy();
  expect(statuses.filter((each) => each !== '200 200 200')).toEqual([]);
});
