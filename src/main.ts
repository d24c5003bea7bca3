import { InvalidInput } from './findings/invalid-input';

// Definitions check themselves while they load, so they are loaded where their errors are caught.
Promise.all([import('./stack/index'), import('./synth/synthesize')])
  .then(([{ default: stack }, { synthesize }]) =>
    synthesize(stack, process.env['STACK_ENV'] || undefined, process.env),
  )
  .catch((error: unknown) => {
    console.error(error instanceof InvalidInput ? error.message : error);
    process.exitCode = 1;
  });
