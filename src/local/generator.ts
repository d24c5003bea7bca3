import { setTimeout as wait } from 'node:timers/promises';
import { Client } from './client';
import { requestsOf, type Replica, type Traffic } from './traffic';

export interface Generator {
  /** Requests that were sent, answered or not. */
  readonly sent: () => number;
  stop(): Promise<void>;
}

/**
 * One client per replica, which waits for each answer before it sends the next request: when the machine stalls for a
 * moment, one request is slow instead of all that were due meanwhile.
 */
export function startTraffic(replicas: readonly Replica[], traffic: Traffic): Generator {
  let sent = 0;
  const ended = new AbortController();
  const clients = traffic.rate === 0 ? [] : replicas;
  const done = clients.map(async (replica) => {
    const client = new Client(replica.url);
    const requests = requestsOf(replica.program);
    const pause = (1000 * clients.length) / traffic.rate;
    let next = performance.now();
    for (let round = 0; !ended.signal.aborted && replica.alive(); round += 1) {
      sent += 1;
      const special = specialRequest(replica, traffic, sent);
      // oxlint-disable-next-line no-await-in-loop -- a client has one request under way
      await client.send(special ?? requests[round % requests.length]!);
      next = Math.max(next + pause, performance.now() - pause);
      // oxlint-disable-next-line no-await-in-loop -- the pause between two requests
      await wait(Math.max(0, next - performance.now()));
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

/** The service's own failing or slow request if one is due; otherwise the replica makes its next request fail or wait. */
function specialRequest({ program, fault }: Replica, { failEvery, slowEvery }: Traffic, number: number) {
  const fails = isDue(number, failEvery);
  const isSlow = isDue(number, slowEvery);
  if (fails && program?.failing !== undefined) return program.failing;
  if (isSlow && program?.slow !== undefined) return program.slow;
  if (fails) fault?.('fail');
  if (isSlow) fault?.('slow');
  return undefined;
}

const isDue = (number: number, every: number | undefined): boolean =>
  every !== undefined && number % every === 0;
