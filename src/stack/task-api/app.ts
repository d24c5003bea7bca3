import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { httpServer, type ServerProps } from './http-server';
import { observeRequests, type Observer, type TaskApiInstruments } from './observe';
import { serveHealth, serveMetrics } from './operations';
import { routeOf } from './responses';
import type { Database } from './storage/database';
import { taskStore } from './storage/tasks';
import { serveTasks } from './tasks';

export interface AppProps extends ServerProps {
  readonly database: Database;
  /** What requests are counted in; undefined to count none. */
  readonly instruments?: TaskApiInstruments;
  /** Served on /metrics; undefined when that is on a port of its own. */
  readonly registry?: Registry;
  /** Milliseconds for which a metrics page is served again. @default 250 */
  readonly pageAge?: number;
}

/** The Task API without its port. */
export function taskApiApp({
  database,
  instruments,
  registry,
  pageAge,
  ...server
}: AppProps): FastifyInstance {
  const { lifecycle } = server;
  let observe: Observer = () => undefined;
  const app = httpServer(server, { observe: (request, reply) => observe(request, reply), routeOf });
  if (instruments !== undefined) observe = observeRequests(app, instruments, lifecycle);
  const store = taskStore(database, () => lifecycle.migrated);
  serveHealth(app, { lifecycle, kind: database.kind, store });
  if (registry !== undefined) serveMetrics(app, registry, pageAge);
  serveTasks(app, store);
  return app;
}

/** Only /metrics. */
export function metricsApp(server: ServerProps, registry: Registry): FastifyInstance {
  const app = httpServer(server);
  serveMetrics(app, registry);
  return app;
}
