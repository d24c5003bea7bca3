/**
 * Load in a process of its own. Each line of its input is `PORT MILLISECONDS`; it answers with the number of requests
 * that were answered in that time. One request follows the other on each of its connections.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const CONNECTIONS = 16;
const REQUEST = 'GET /tasks/1 HTTP/1.1\r\nHost: localhost\r\n\r\n';

async function main(): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const [port, milliseconds] = line.split(' ').map(Number);
    const until = performance.now() + milliseconds!;
    const counts = await Promise.all(Array.from({ length: CONNECTIONS }, () => drive(port!, until)));
    console.log(counts.reduce((sum, count) => sum + count, 0));
  }
}

/** @returns how many answers one connection got */
function drive(port: number, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answers = 0;
    let received = 0;
    let length = 0;
    socket.on('error', reject).on('data', (chunk) => {
      // All answers have the length of the first: ids and dates do.
      if (length === 0) length = lengthOf(chunk.toString('latin1'));
      received += chunk.length;
      if (received < length) return;
      received = 0;
      answers++;
      if (performance.now() < until) socket.write(REQUEST);
      else socket.end(() => resolve(answers));
    });
    socket.write(REQUEST);
  });
}

function lengthOf(answer: string): number {
  if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(`unexpected answer: ${answer}`);
  return answer.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(answer)![1]);
}

void main();
