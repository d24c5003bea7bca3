import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { taskApiMetrics } from './metrics';
import { connectionStatus } from './connection-errors';
import type { CounterSeries, GaugeSeries, HistogramSeries, Instruments } from './instruments';
import type { Lifecycle } from './lifecycle';
import {
  CLIENT_CLOSED_REQUEST,
  CUT_OFF,
  countedMethod,
  countedStatus,
  expectedRequests,
  pathOf,
  routeOf,
  type Endpoint,
  type Method,
} from './responses';

export type TaskApiInstruments = Instruments<typeof taskApiMetrics>;

/** Asked by Kubernetes and Prometheus, not by users: objectives and rates must not see them. */
export const OPERATIONAL_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Starts the clock of one request; everything else happens when it is over. */
export type Observer = (request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Counts, times and logs every request of users, also those that fail or are given up. The series that rules select
 * are on the page before their first event.
 * @returns the observer of requests that lead to no route
 */
export function observeRequests(
  app: FastifyInstance,
  instruments: TaskApiInstruments,
  lifecycle: Readonly<Lifecycle>,
): Observer {
  for (const { method, endpoint, status } of expectedRequests()) {
    instruments.requests.with({ method, endpoint, status });
    instruments.requestDuration.with({ method, endpoint });
  }
  const inFlight = instruments.requestsInFlight.with({});
  const observers = new Map<string, Observer>();
  const observerOf = (method: Method, endpoint: Endpoint): Observer => {
    const key = `${method} ${endpoint}`;
    const observer =
      observers.get(key) ?? createObserver({ instruments, inFlight, lifecycle }, method, endpoint);
    observers.set(key, observer);
    return observer;
  };
  const observeUnrouted: Observer = (request, reply) => {
    const path = pathOf(request.url);
    if (!OPERATIONAL_PATHS.has(path))
      observerOf(countedMethod(request.method), routeOf(path) ?? 'unmatched')(request, reply);
  };
  // Known before the first request: what a request costs here is what every request costs.
  app.addHook('onRoute', (route) => {
    if (OPERATIONAL_PATHS.has(route.url)) return;
    const observer = observerOf(countedMethod(String(route.method)), routeOf(route.url) ?? 'unmatched');
    route.onRequest = (request, reply, done) => {
      observer(request, reply);
      done();
    };
  });
  return observeUnrouted;
}

/** What all observers share. */
interface Observed {
  readonly instruments: TaskApiInstruments;
  readonly inFlight: GaugeSeries;
  readonly lifecycle: Readonly<Lifecycle>;
}

function createObserver(
  { instruments, inFlight, lifecycle }: Observed,
  method: Method,
  endpoint: Endpoint,
): Observer {
  const duration: HistogramSeries = instruments.requestDuration.with({ method, endpoint });
  const byStatus = new Map<number, CounterSeries>();
  const counterOf = (status: number): CounterSeries => {
    const known = byStatus.get(status);
    if (known !== undefined) return known;
    const created = instruments.requests.with({ method, endpoint, status: countedStatus(status) });
    byStatus.set(status, created);
    return created;
  };
  return (request, reply) => {
    // Not Date: a clock that is set would give negative or huge durations.
    const start = performance.now();
    inFlight.add(1);
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      const seconds = (performance.now() - start) / 1000;
      const status = finalStatus(request, reply, lifecycle);
      inFlight.add(-1);
      counterOf(status).add();
      duration.observe(seconds);
      // Without the query, in which some clients send tokens.
      const path = pathOf(request.url);
      request.log.info({ method: request.method, path, endpoint, status, seconds }, 'request');
    };
    // Emitted whether the answer was sent or the connection was lost.
    reply.raw.on('close', end);
    // An answer that waits for the one before it on its connection has no socket yet, and when that is lost, Node
    // forgets the answer, but not the request.
    if (reply.raw.socket === null)
      request.raw.on('close', () => {
        if (request.raw.errored !== null) end();
      });
  };
}

/** What the client received. An answer that did not get through does not count, whatever its status. */
function finalStatus({ raw }: FastifyRequest, reply: FastifyReply, { cutting }: Readonly<Lifecycle>): number {
  // What is written to a connection that broke before counts as finished too.
  if (reply.raw.writableFinished && raw.errored === null) return reply.raw.statusCode;
  return connectionStatus(raw.socket) ?? (cutting ? CUT_OFF : CLIENT_CLOSED_REQUEST);
}
