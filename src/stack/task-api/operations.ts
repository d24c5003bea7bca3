import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { stateOf, type Lifecycle } from './lifecycle';
import type { Database } from './storage/database';
import type { TaskStore } from './storage/tasks';

/** Says what people need to know about where tasks are kept. */
export const STORAGE_NOTES: Readonly<Record<Database['kind'], string>> = {
  postgres: 'shared by all replicas',
  embedded: 'for one replica only: each has tasks of its own; set DATABASE_URL to share them',
};

/** Milliseconds that a probe waits for the database: less than its own timeout of 2 s. */
const PING_PATIENCE = 1000;

/** Answers to Kubernetes. */
export function serveHealth(
  app: FastifyInstance,
  {
    lifecycle,
    kind,
    store,
  }: {
    readonly lifecycle: Readonly<Lifecycle>;
    readonly kind: Database['kind'];
    readonly store: TaskStore;
  },
): void {
  // Alive is who answers. A restart would not bring a database back.
  app.get('/healthz', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const state = stateOf(lifecycle);
    // Until its tables are there a replica was of no use to anybody: it must not replace one that works. From then on
    // the database is reported and does not decide: it is the same for all replicas, and without a ready one the
    // requests would fail where no counter sees them.
    const reachable = await isReachable(store);
    return reply
      .code(state === 'ready' ? 200 : 503)
      .send({ status: state, storage: { kind, reachable, note: STORAGE_NOTES[kind] } });
  });
}

async function isReachable(store: TaskStore): Promise<boolean> {
  const answered = store.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answered, wait(PING_PATIENCE, false, { ref: false })]);
}

/** Milliseconds for which a page is served again: writing it takes a few, and whoever asks could ask without a pause. */
export const PAGE_AGE = 250;

/**
 * Serves the registry in the text format 0.0.4, with the Content-Type that Prometheus 3 insists on. Not in OpenMetrics,
 * whatever the request accepts: prom-client renames the counters of a registry for good when it writes that.
 * @param age milliseconds for which a page is served again
 */
export function serveMetrics(app: FastifyInstance, registry: Registry, age = PAGE_AGE): void {
  let page: Promise<Buffer> | undefined;
  const forget = () => (page = undefined);
  const write = async () => {
    try {
      // The bytes, which all responses share; each would have to encode a text for itself.
      return Buffer.from(await registry.metrics());
    } finally {
      setTimeout(forget, age).unref();
    }
  };
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await (page ??= write())),
  );
}
