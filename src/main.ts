import { InvalidInput } from './findings/invalid-input';

// The catalog checks itself while it loads, so it is loaded where its errors are caught.
import('./synth/synthesize')
  .then(({ synthesize }) => synthesize(process.env))
  .catch((error: unknown) => {
    console.error(error instanceof InvalidInput ? error.message : error);
    process.exitCode = 1;
  });
