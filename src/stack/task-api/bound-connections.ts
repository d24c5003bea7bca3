import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { parseInPieces, type Pieces } from './parse-in-pieces';

/** Requests of one connection that are handled at a time; the rest of what the client sent waits. */
const UNANSWERED = 3;

/** Bytes that all clients together may have sent too early or left unread. A replica has 256 MiB. */
const HELD_BYTES = 32 * 1024 * 1024;

/** Milliseconds between two sums of the bytes that are held. */
const CHECK_INTERVAL = 50;

/** Connections at a time: each can hold 16 KiB of headers and as much of a body. */
const CONNECTIONS = 2000;

/** What is held for one connection. */
interface Connection extends Pieces {
  readonly unanswered: Set<ServerResponse>;
}

/**
 * Bounds what clients can make a server hold: for each connection the requests without a response, in all the bytes and
 * the connections. Node parses a chunk of 64 KiB at once, which can hold 3,600 requests; here it gets a request
 * only while few are unanswered, one connection after the other, and TCP holds the client back.
 * @param onHeld called for each connection that is closed because too many bytes are held in all
 */
export function boundConnections(server: Server, onHeld: (bytes: number) => void): void {
  const open = new Map<Socket, Connection>();
  let isTight = false;
  const inPieces = parseInPieces();
  server.maxConnections = CONNECTIONS;
  // The next attempt of whoever was turned away finds room, unless all connections are busy.
  server.on('drop', () => server.closeIdleConnections());
  server.on('connection', (socket: Socket) => {
    const unanswered: Connection['unanswered'] = new Set();
    const mayParse = () =>
      unanswered.size < (isTight ? 1 : UNANSWERED) ||
      // What has begun to arrive has to arrive: nothing else would end it.
      [...unanswered].some(({ req }) => !req.complete);
    open.set(socket, { unanswered, ...inPieces(socket, mayParse) });
    socket.on('close', () => open.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(socket);
    if (connection === undefined) return;
    connection.unanswered.add(response);
    response.on('close', () => {
      connection.unanswered.delete(response);
      connection.parse();
    });
  });
  // Another protocol may follow.
  server.prependListener('connect', ({ socket }: IncomingMessage) => open.get(socket)?.stop());
  const check = setInterval(() => {
    const held = [...open].map(([socket, connection]) => ({ socket, bytes: heldBytes(socket, connection) }));
    const total = held.reduce((sum, { bytes }) => sum + bytes, 0);
    isTight = total > HELD_BYTES / 2;
    closeLargest(held, total - HELD_BYTES, onHeld);
  }, CHECK_INTERVAL);
  check.unref();
  server.on('close', () => clearInterval(check));
}

function heldBytes(socket: Socket, { unanswered, waitingBytes }: Connection): number {
  let bytes = socket.writableLength + waitingBytes();
  // A response that waits for the one before it has no socket yet.
  for (const response of unanswered) if (response.socket === null) bytes += response.writableLength;
  return bytes;
}

/** Closes the connections that hold most, until the others hold few enough. */
function closeLargest(
  held: readonly { readonly socket: Socket; readonly bytes: number }[],
  excess: number,
  onHeld: (bytes: number) => void,
): void {
  if (excess <= 0) return;
  let left = excess;
  for (const { socket, bytes } of held.toSorted((a, b) => b.bytes - a.bytes)) {
    if (left <= 0) return;
    left -= bytes;
    onHeld(bytes);
    socket.destroy();
  }
}
