/**
 * A Task API in a process of its own, whose memory a test can measure. Its parent gets the port first, and on every
 * message the memory that it had at most, in MiB.
 */
import { PAGE_AGE } from '../../../src/stack/task-api/operations';
import { serve } from './served';

async function main(): Promise<void> {
  const api = await serve({ logLevel: 'fatal', pageAge: PAGE_AGE });
  for (let n = 0; n < 100; n++) await api.send('POST', '/tasks', { body: { title: '🎉'.repeat(100) } });
  process.on('message', () => process.send!(process.resourceUsage().maxRSS / 1024));
  process.once('disconnect', () => process.exit(0));
  process.send!(api.port);
}

void main();
