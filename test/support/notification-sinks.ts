import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Takes whatever is posted to it. */
export interface HttpSink {
  readonly url: string;
  /** Bodies that were posted to a path, oldest first. */
  bodies(path: string): readonly string[];
  stop(): Promise<void>;
}

export async function startHttpSink(): Promise<HttpSink> {
  const posted: { readonly path: string | undefined; readonly body: string }[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push({ path: request.url, body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end('ok');
    });
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    bodies: (path) => posted.filter((request) => request.path === path).map(({ body }) => body),
    stop: async () => {
      server.closeAllConnections();
      await close(server);
    },
  };
}

/** One message as it was handed over. */
export interface Mail {
  /** `\0user\0password` as the client gave it. */
  readonly login: string;
  /** Headers and parts, with the encoding of transport undone. */
  readonly text: string;
}

/** Takes every message. */
export interface MailSink {
  /** `host:port` */
  readonly smarthost: string;
  readonly mails: readonly Mail[];
  stop(): Promise<void>;
}

/** Speaks as much of SMTP (RFC 5321, RFC 4954) as a client with a password needs, without TLS. */
export async function startMailSink(): Promise<MailSink> {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    serve(socket, mails);
  });
  return {
    smarthost: `127.0.0.1:${await listen(server)}`,
    mails,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await close(server);
    },
  };
}

function serve(socket: Socket, mails: Mail[]): void {
  let pending = '';
  let login = '';
  let message: string[] | undefined;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string): void => {
    if (message !== undefined) {
      if (line !== '.') {
        message.push(line.replace(/^\./, ''));
        return;
      }
      mails.push({ login, text: unquoted(message.join('\n')) });
      message = undefined;
      answer('250 taken');
      return;
    }
    const [verb, , secret = ''] = line.split(' ');
    switch (verb?.toUpperCase()) {
      case 'EHLO':
        answer('250-sink');
        answer('250 AUTH PLAIN');
        return;
      case 'AUTH':
        login = Buffer.from(secret, 'base64').toString();
        answer('235 welcome');
        return;
      case 'DATA':
        message = [];
        answer('354 go on');
        return;
      case 'QUIT':
        socket.end('221 bye\r\n');
        return;
      default:
        answer('250 fine');
    }
  };
  socket.on('data', (chunk: Buffer) => {
    const lines = (pending + chunk.toString('latin1')).split('\r\n');
    pending = lines.pop() ?? '';
    lines.forEach(take);
  });
  // A client may hang up at any time.
  socket.on('error', () => socket.destroy());
  answer('220 sink');
}

/** Undoes quoted-printable (RFC 2045). */
function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
