/**
 * A Task API in a process of its own, of which a test can measure what it needs. Its parent gets the port first, and the
 * {@link Usage} on every message.
 */
import { PAGE_AGE } from '../../../src/stack/task-api/operations';
import { serve } from './served';

/** What the process has needed since its start. */
export interface Usage {
  /** Memory at most, in MiB. */
  readonly peak: number;
  /** CPU time in milliseconds. */
  readonly cpu: number;
}

function usage(): Usage {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { peak: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1000 };
}

async function main(): Promise<void> {
  const api = await serve({ logLevel: 'fatal', pageAge: PAGE_AGE });
  for (let n = 0; n < 100; n++) await api.send('POST', '/tasks', { body: { title: '🎉'.repeat(100) } });
  process.on('message', () => process.send!(usage()));
  process.once('disconnect', () => process.exit(0));
  process.send!(api.port);
}

void main();
