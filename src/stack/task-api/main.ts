import { once } from 'node:events';
import { InvalidInput } from '../../index';
import { parseConfiguration } from './configuration';
import { startTaskApi } from './start';

async function main(): Promise<void> {
  // Before all that takes time: the first process of a container does not get a signal that it does not listen to.
  const stopping = toldToStop();
  const taskApi = await startTaskApi(parseConfiguration(process.env));
  if (stopping.aborted) return taskApi.close();
  await once(stopping, 'abort');
  await taskApi.drain();
}

/** Aborted by the first signal; a second one ends the process at once. */
function toldToStop(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  // Kubernetes sends the first, a terminal the second.
  process.on('SIGTERM', stop).on('SIGINT', stop);
  return controller.signal;
}

function fail(error: unknown): void {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
}

main().catch(fail);
