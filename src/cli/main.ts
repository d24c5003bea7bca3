import { InvalidInput } from '../findings/invalid-input';
import { EXIT } from '../findings/report';
import { createProgram } from './program';
import { internalError } from './report-options';

// Console ignores errors, and a full disk would leave an empty report with exit code 0.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough.
  if (error.code === 'EPIPE') return;
  console.error(`standard output: it cannot be written (${error.code}). Free space on the disk.`);
  process.exitCode = EXIT.couldNotRun;
});

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof InvalidInput) {
      console.error(error.message);
      process.exitCode = 1;
      return;
    }
    console.error(internalError(error));
    process.exitCode = EXIT.couldNotRun;
  });
