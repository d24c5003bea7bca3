import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, problemDetails } from './problem';
import { REQUEST_ID_HEADER } from './request-id';

/** What Node refuses before there is a request to answer, or while it still arrives. */
const PROBLEMS: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time; send it faster.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large; send fewer.'],
};

/** The client is gone: the connection broke, or ended in the middle of a request. */
const GONE: readonly string[] = ['ECONNRESET', 'HPE_INVALID_EOF_STATE'];

/** The request that came last on a connection. */
const latest = new WeakMap<Socket, FastifyRequest>();

/** Statuses with which connections ended while a request was on them, for the counter of requests. */
const endedWith = new WeakMap<Socket, number>();

/** Called for every request, so that an error on its connection carries its id. */
export function rememberRequest(request: FastifyRequest): void {
  latest.set(request.raw.socket, request);
}

/** The status that was written to a connection by hand, if any. */
export function connectionStatus(socket: Socket): number | undefined {
  return endedWith.get(socket);
}

/** Answers on a connection on which no request has arrived completely, and ends it. */
export function handleConnectionError(
  logger: FastifyBaseLogger,
  error: Error & { readonly code?: string },
  socket: Socket,
): void {
  const { code = '' } = error;
  if (GONE.includes(code) || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, detail] = PROBLEMS[code] ?? [400, 'The request is not HTTP/1.1.'];
  const request = latest.get(socket);
  const arriving = request?.raw.complete === false;
  const id = arriving ? request.id : randomUUID();
  // A request whose body is wrong is logged when it is over, like every other.
  if (!arriving) logger.info({ reqId: id, status, code }, 'no request');
  endedWith.set(socket, status);
  const body = problemDetails(status, detail, { requestId: id });
  const text = JSON.stringify(body);
  socket.write(
    [
      `HTTP/1.1 ${status} ${body.title}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(text)}`,
      `${REQUEST_ID_HEADER}: ${id}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
  // Not end(): a client that is slow on purpose would keep its half open.
  socket.destroySoon();
}
