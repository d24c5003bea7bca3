import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from './lifecycle';

/** Seconds that requests get to end after the last one was taken; their own timeout may be longer. */
const CLOSE_SECONDS = 10;

/** Takes no new connections, lets requests end, and cuts off those that do not. */
export async function closeServer(
  app: FastifyInstance,
  lifecycle: Lifecycle,
  seconds = CLOSE_SECONDS,
): Promise<void> {
  const cut = setTimeout(() => {
    app.log.warn({ seconds }, 'requests were still running and are cut off');
    lifecycle.cutting = true;
    app.server.closeAllConnections();
  }, seconds * 1000);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
