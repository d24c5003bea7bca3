import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Carries the id of a request in both directions, so that the logs of several services can be joined. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What may be in a log line and a header of ours: nothing to inject, nothing long. */
const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._~:=+/-]{0,127}$/;

/** The caller's id if it is a sane one, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID();
}
