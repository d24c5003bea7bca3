import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A free port. @param host @default 127.0.0.1 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const port = await tryPort(host, 0);
  if (port === undefined) throw new Error(`no free port on ${host}`);
  return port;
}

/** The port if it is free; undefined if it is in use, or the address is not one of this machine. */
async function tryPort(host: string, port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    // Which of both it is does not matter: another address is tried.
    return undefined;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}

/** Where a pod's program listens instead of the pod's address. */
export interface Loopback {
  readonly host: string;
  /** Port of the manifest to port here. */
  readonly ports: ReadonlyMap<number, number>;
}

/** Addresses of one run that are tried before ports are mapped. */
const TRIES = 5;

/**
 * A separate address for a pod, with the ports of the manifest, where 127.0.0.0/8 belongs to the machine as on
 * Linux; else free ports of 127.0.0.1.
 * @param number of the pod, from 0
 */
export async function loopbackFor(number: number, ports: readonly number[]): Promise<Loopback> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const host = `127.${100 + attempt}.${process.pid % 250}.${1 + (number % 250)}`;
    // oxlint-disable-next-line no-await-in-loop -- the first address mostly does, and the others stay free
    const free = await Promise.all(ports.map((port) => tryPort(host, port)));
    if (free.every((port) => port !== undefined))
      return { host, ports: new Map(ports.map((port) => [port, port])) };
  }
  const mapped = await Promise.all(ports.map(async (port) => [port, await freePort()] as const));
  return { host: '127.0.0.1', ports: new Map(mapped) };
}
