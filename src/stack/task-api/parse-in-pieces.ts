import type { Socket } from 'node:net';

/** Bytes given to the parser at a time, which ends earlier where a request may end. */
const PIECE = 1024;

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Node pauses a connection itself when responses pile up, and resumes it; it offers no other way to see that. */
type PausedByNode = Socket & { readonly _paused?: boolean };

export interface Pieces {
  /** Bytes that arrived and are not parsed yet. */
  readonly waitingBytes: () => number;
  /** To be called when there may be something to parse. */
  readonly parse: () => void;
  /** Parses nothing more: Node has taken the parser away. */
  readonly stop: () => void;
}

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Comes between connections and the parser that Node attaches to each, and gives it one request after the other while
 * `mayParse` agrees. What it does not agree to waits until a later turn, of which every connection gets one before
 * any gets another.
 * @returns what does so for one connection
 */
export function parseInPieces(): (socket: Socket, mayParse: () => boolean) => Pieces {
  const turns = new Set<() => void>();
  // One turn a round of the event loop: handling a request goes on after parsing it.
  const takeTurn = () => {
    const [first] = turns;
    turns.delete(first!);
    first!();
    if (turns.size > 0) setImmediate(takeTurn);
  };
  return (socket, mayParse) => {
    let rest = NOTHING;
    let stopped = false;
    const listeners = socket.listeners('data') as ((piece: Buffer) => void)[];
    // oxlint-disable-next-line no-underscore-dangle -- the name is Node's
    const isPausedByNode = () => (socket as PausedByNode)._paused === true;
    const hasNext = () => rest.length > 0 && !stopped && socket.writable && !isPausedByNode() && mayParse();
    const turn = () => {
      while (hasNext()) {
        const end = rest.indexOf(END_OF_HEAD);
        const piece = rest.subarray(0, Math.min(end < 0 ? rest.length : end + END_OF_HEAD.length, PIECE));
        rest = piece.length === rest.length ? NOTHING : rest.subarray(piece.length);
        for (const listener of listeners) listener.call(socket, piece);
      }
      if (rest.length > 0) socket.pause();
      // Node resumes what it pauses.
      else if (!isPausedByNode()) socket.resume();
    };
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => {
      if (rest.length === 0) {
        rest = chunk;
        turn();
      } else {
        // Resumed by Node.
        socket.pause();
        socket.unshift(chunk);
      }
    });
    return {
      waitingBytes: () => rest.buffer.byteLength,
      parse() {
        if (!hasNext()) return;
        if (turns.size === 0) setImmediate(takeTurn);
        turns.add(turn);
      },
      stop() {
        stopped = true;
      },
    };
  };
}
