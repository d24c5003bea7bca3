import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: { readonly contents?: { readonly value?: string } | string } | null;
}

/**
 * What an editor shows for each `^` of a file: the text of the line above it, at its column.
 * @returns the hover texts in the order of the marks
 */
export async function hovers(name: string, source: string): Promise<readonly string[]> {
  const server = spawn(process.execPath, [TSC, '--lsp', '--stdio'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, (message: Message) => void>();
  let input = Buffer.alloc(0);
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const receive = (message: Message): void => {
    if (message.method === undefined) waiting.get(message.id!)?.(message);
    // Requests of the server, such as those for the editor's settings.
    else if (message.id !== undefined) send({ id: message.id, result: null });
  };
  server.stdout.on('data', (chunk: Buffer) => {
    input = Buffer.concat([input, chunk]);
    for (;;) {
      const head = input.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(input.toString('utf8', 0, Math.max(head, 0)))?.[1]);
      if (head < 0 || input.length < head + 4 + length) return;
      receive(JSON.parse(input.toString('utf8', head + 4, head + 4 + length)) as Message);
      input = input.subarray(head + 4 + length);
    }
  });
  let last = 0;
  const request = (method: string, params: object): Promise<Message> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      send({ id: last, method, params });
    });
  try {
    const uri = pathToFileURL(join(ROOT, name)).href;
    await request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(ROOT).href,
      capabilities: {},
    });
    send({ method: 'initialized', params: {} });
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'typescript', version: 1, text: source } },
    });
    const texts: string[] = [];
    for (const [line, text] of source.split('\n').entries()) {
      if (!/^ *\/\/ *\^$/.test(text)) continue;
      const position = { line: line - 1, character: text.indexOf('^') };
      const { result } = await request('textDocument/hover', { textDocument: { uri }, position });
      const contents = result?.contents;
      texts.push(typeof contents === 'string' ? contents : (contents?.value ?? ''));
    }
    return texts;
  } finally {
    // The program only starts the server, so killing it would leave the server behind.
    const closed = once(server, 'close');
    await request('shutdown', {});
    send({ method: 'exit' });
    server.stdin.end();
    await closed;
  }
}
